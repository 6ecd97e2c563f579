package io.nvvideo.cuda;

/**
 * What a session is set to for one stream: all that may change between streams.
 *
 * @param left first column of the display area, pixels of the coded picture
 * @param top first row of the display area
 * @param right one past its last column
 * @param bottom one past its last row
 * @param surfaces decoded pictures that are held at a time
 */
public record DecoderSetup(int codedWidth, int codedHeight, int left, int top, int right, int bottom, int surfaces) {

    /**
     * For a stream whose pictures come out unscaled, that is sample by sample as a CPU decodes them. An odd side is rounded up:
     * the hardware writes even sizes, and would scale an odd area to one.
     *
     * @param moreSurfaces beside what the codec needs, for pictures that wait to be mapped
     */
    public static DecoderSetup unscaled(VideoSequence sequence, int moreSurfaces) {
        return new DecoderSetup(
                sequence.codedWidth(),
                sequence.codedHeight(),
                sequence.left(),
                sequence.top(),
                Math.min(sequence.left() + even(sequence.width()), even(sequence.codedWidth())),
                Math.min(sequence.top() + even(sequence.height()), even(sequence.codedHeight())),
                sequence.minSurfaces() + moreSurfaces);
    }

    private static int even(int side) {
        return side + side % 2;
    }

    /** Width of what is written. */
    public int targetWidth() {
        return right - left;
    }

    /** Height of what is written, and rows of its luma plane. */
    public int targetHeight() {
        return bottom - top;
    }
}
