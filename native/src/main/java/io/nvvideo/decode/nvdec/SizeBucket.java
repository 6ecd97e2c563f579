package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DecoderCapability;

/**
 * The largest coded size that a session is made for, so that streams of about the same size share sessions: a session can be set
 * to smaller sizes, and its memory goes with this one. Pure.
 *
 * @param width pixels
 * @param height pixels
 */
record SizeBucket(int width, int height) {
    /** 1080p, coded as 1920x1088, goes into a session for 2048x1280: a quarter more memory, and 1280x1024 goes there too. */
    private static final int STEP_X = 512;

    private static final int STEP_Y = 256;

    /**
     * For a stream.
     *
     * @param atLeastWidth the option {@code maxWidth}, or 0
     * @param atLeastHeight the option {@code maxHeight}, or 0
     * @param most what the hardware can, a picture of the coded size at least
     */
    static SizeBucket of(int codedWidth, int codedHeight, int atLeastWidth, int atLeastHeight, DecoderCapability most) {
        int width = side(codedWidth, atLeastWidth, STEP_X, most.maxWidth());
        int height = side(codedHeight, atLeastHeight, STEP_Y, most.maxHeight());
        // Both sides may be possible and not their product: MPEG-4 has 2032 x 2032, and 8192 macroblocks.
        return most.reasonAgainst(width, height).isEmpty()
                ? new SizeBucket(width, height)
                : new SizeBucket(even(codedWidth), even(codedHeight));
    }

    private static int side(int coded, int atLeast, int step, int most) {
        int rounded = (Math.max(coded, atLeast) + step - 1) / step * step;
        return Math.max(even(coded), Math.min(rounded, most));
    }

    private static int even(int side) {
        return side + side % 2;
    }
}
