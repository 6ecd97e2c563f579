package io.nvvideo.image;

/** Which arithmetic turns a decoded picture into pixels. */
public enum Conversion {
    /** One documented formula, the same on every device within 1 of 255. */
    EXACT,
    /**
     * The fastest way that the device has. On the CPU: FFmpeg's scaler with its defaults. On a GPU: pictures that become smaller
     * are made so by the decoder itself, whose filter NVIDIA does not tell, if they are progressive and their sides even, before
     * and after; all others the exact way. Where neither knows better (gray, 16 bits per component, YCgCo) the exact way.
     */
    FAST
}
