package io.nvvideo.image;

import java.io.Serializable;

/**
 * What the pixels are: format, size and arithmetic. Width and height are those of the picture as shown, that is after
 * {@code autoRotate}; 0 means "not given".
 *
 * @param format what the bytes are
 * @param bitDepth 8 or 16 bits per component (16 is little endian); 16 only for rgb, rgbp, bgr, gray and png
 * @param width pixels, or 0: follows from the height, or the stream's own
 * @param height pixels, or 0: follows from the width, or the stream's own
 * @param resizeMode what becomes of the ratio when both sides are given
 * @param autoRotate whether the display matrix is applied; never for {@code NATIVE} and {@code SURFACE}
 * @param conversion the arithmetic from decoded to given pixels
 * @param imageQuality 1 (worst) to 100 (best), for {@code JPEG}
 */
public record Output(
        FrameFormat format,
        int bitDepth,
        int width,
        int height,
        ResizeMode resizeMode,
        boolean autoRotate,
        Conversion conversion,
        int imageQuality)
        implements Serializable {

    /** Packed 8-bit RGB at the stream's own size, upright, exact. */
    public static final Output RGB = new Output(FrameFormat.RGB, 8, 0, 0, ResizeMode.FIT, true, Conversion.EXACT, 90);

    /**
     * Checks what can be checked without a stream.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Output {
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("Bit depth is 8 or 16, not " + bitDepth);
        }
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("Negative size " + width + "x" + height);
        }
        if (imageQuality < 1 || imageQuality > 100) {
            throw new IllegalArgumentException("Image quality is 1 to 100, not " + imageQuality);
        }
    }

    /** The same with another format. */
    public Output withFormat(FrameFormat other) {
        return new Output(other, bitDepth, width, height, resizeMode, autoRotate, conversion, imageQuality);
    }

    /** The same with another size in pixels; 0 means "not given". */
    public Output withSize(int newWidth, int newHeight, ResizeMode mode) {
        return new Output(format, bitDepth, newWidth, newHeight, mode, autoRotate, conversion, imageQuality);
    }

    /** The same with another bit depth. */
    public Output withBitDepth(int other) {
        return new Output(format, other, width, height, resizeMode, autoRotate, conversion, imageQuality);
    }

    /** The same with another arithmetic. */
    public Output withConversion(Conversion other) {
        return new Output(format, bitDepth, width, height, resizeMode, autoRotate, other, imageQuality);
    }

    /** The same with or without the display matrix applied. */
    public Output withAutoRotate(boolean other) {
        return new Output(format, bitDepth, width, height, resizeMode, other, conversion, imageQuality);
    }

    /** The same with another JPEG quality. */
    public Output withImageQuality(int other) {
        return new Output(format, bitDepth, width, height, resizeMode, autoRotate, conversion, other);
    }
}
