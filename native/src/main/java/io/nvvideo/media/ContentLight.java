package io.nvvideo.media;

import java.io.Serializable;

/**
 * Content light level (CTA-861.3), in candela per square metre.
 *
 * @param maxCll of the brightest pixel of all
 * @param maxFall of the frame with the brightest average
 */
public record ContentLight(int maxCll, int maxFall) implements Serializable {}
