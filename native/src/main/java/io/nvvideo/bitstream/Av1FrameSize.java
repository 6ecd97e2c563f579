package io.nvvideo.bitstream;

/**
 * frame_size(), superres_params() and render_size() of a frame (AV1 specification, 5.9.5 to 5.9.8).
 *
 * @param width UpscaledWidth: pixels of the frame
 * @param height FrameHeight
 * @param codedWidth FrameWidth: pixels that are coded
 * @param renderWidth render_width_minus_1 + 1
 * @param renderHeight render_height_minus_1 + 1
 */
public record Av1FrameSize(int width, int height, int codedWidth, int renderWidth, int renderHeight) {
    private static final int RENDER_BITS = 16;
    private static final int NUMERATOR = 8;
    private static final int MIN_DENOMINATOR = 9;

    /**
     * Of a frame that says it.
     *
     * @param other frame_size_override_flag: it is not that of the sequence
     * @throws InvalidHeader if it is cut off
     */
    public static Av1FrameSize read(BitReader bits, Av1SequenceHeader sequence, boolean other) {
        int width = other ? bits.number(sequence.widthBits) + 1 : sequence.maxWidth;
        int height = other ? bits.number(sequence.heightBits) + 1 : sequence.maxHeight;
        if (width > sequence.maxWidth || height > sequence.maxHeight) {
            throw new InvalidHeader("a frame is larger than its sequence says");
        }
        int codedWidth = codedWidth(bits, sequence, width);
        if (!bits.flag()) {
            return new Av1FrameSize(width, height, codedWidth, width, height);
        }
        int renderWidth = bits.number(RENDER_BITS) + 1;
        return new Av1FrameSize(width, height, codedWidth, renderWidth, bits.number(RENDER_BITS) + 1);
    }

    /** Of a frame that has this one's, but for super-resolution. */
    Av1FrameSize again(BitReader bits, Av1SequenceHeader sequence) {
        return new Av1FrameSize(width, height, codedWidth(bits, sequence, width), renderWidth, renderHeight);
    }

    private static int codedWidth(BitReader bits, Av1SequenceHeader sequence, int width) {
        if (!sequence.superResolution || !bits.flag()) {
            return width;
        }
        int denominator = bits.number(3) + MIN_DENOMINATOR;
        return (width * NUMERATOR + denominator / 2) / denominator;
    }

    boolean isSuperResolved() {
        return codedWidth != width;
    }
}
