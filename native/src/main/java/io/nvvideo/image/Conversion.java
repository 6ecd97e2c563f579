package io.nvvideo.image;

/** Which arithmetic turns a decoded picture into pixels. */
public enum Conversion {
    /** One documented formula, the same on every device within 1 of 255. */
    EXACT,
    /**
     * The fastest way that the device has. On the CPU: FFmpeg's scaler with its defaults; where that knows no better (gray, 16
     * bits per component, YCgCo) the exact way.
     */
    FAST
}
