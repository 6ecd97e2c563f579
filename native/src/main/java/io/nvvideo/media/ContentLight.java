package io.nvvideo.media;

import java.io.Serializable;

/** Content light level (CTA-861.3): maximum and maximum frame-average, in candela per square metre. */
public record ContentLight(int maxCll, int maxFall) implements Serializable {}
