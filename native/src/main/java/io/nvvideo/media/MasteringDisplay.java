package io.nvvideo.media;

import java.io.Serializable;

/**
 * The display that a stream was mastered on (SMPTE ST 2086): chromaticity coordinates (CIE 1931) of the primaries and the
 * white point, and luminance in candela per square metre. A value is null if the stream does not give it.
 */
public record MasteringDisplay(
        Double redX,
        Double redY,
        Double greenX,
        Double greenY,
        Double blueX,
        Double blueY,
        Double whiteX,
        Double whiteY,
        Double minLuminance,
        Double maxLuminance)
        implements Serializable {}
