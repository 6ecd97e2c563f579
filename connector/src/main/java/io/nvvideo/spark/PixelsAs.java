package io.nvvideo.spark;

import io.nvvideo.image.FrameFormat;

/** The values of the option {@code frameFormat}. */
enum PixelsAs {
    RGB(FrameFormat.RGB),
    RGBP(FrameFormat.RGBP),
    BGR(FrameFormat.BGR),
    GRAY(FrameFormat.GRAY),
    NATIVE(FrameFormat.NATIVE),
    SURFACE(FrameFormat.SURFACE),
    JPEG(FrameFormat.JPEG),
    PNG(FrameFormat.PNG),
    /** A struct as Spark's ImageSchema has it, whose bytes are blue, green, red. */
    IMAGE(FrameFormat.BGR);

    private final FrameFormat format;

    PixelsAs(FrameFormat format) {
        this.format = format;
    }

    FrameFormat format() {
        return format;
    }

    /** Whether a component may have 16 bits. */
    boolean allows16Bits() {
        return this == RGB || this == RGBP || this == BGR || this == GRAY || this == PNG;
    }
}
