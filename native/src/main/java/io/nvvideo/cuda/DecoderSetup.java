package io.nvvideo.cuda;

/**
 * What a session is set to for one stream: all that may change between streams.
 *
 * @param left first column of the display area, pixels of the coded picture
 * @param top first row of the display area
 * @param right one past its last column
 * @param bottom one past its last row
 * @param targetWidth width of what is written, pixels
 * @param targetHeight height of what is written, and rows of its luma plane
 * @param surfaces decoded pictures that are held at a time
 */
public record DecoderSetup(
        int codedWidth,
        int codedHeight,
        int left,
        int top,
        int right,
        int bottom,
        int targetWidth,
        int targetHeight,
        int surfaces) {

    /**
     * For a stream whose pictures come out unscaled, that is sample by sample as a CPU decodes them. An odd side is rounded up:
     * the hardware writes even sizes, and would scale an odd area to one. So is one of the coded size, which has to hold the area.
     *
     * @param moreSurfaces beside what the codec needs, for pictures that wait to be mapped
     */
    public static DecoderSetup unscaled(VideoSequence sequence, int moreSurfaces) {
        int codedWidth = even(sequence.codedWidth());
        int codedHeight = even(sequence.codedHeight());
        int right = Math.min(sequence.left() + even(sequence.width()), codedWidth);
        int bottom = Math.min(sequence.top() + even(sequence.height()), codedHeight);
        return new DecoderSetup(
                codedWidth,
                codedHeight,
                sequence.left(),
                sequence.top(),
                right,
                bottom,
                right - sequence.left(),
                bottom - sequence.top(),
                sequence.minSurfaces() + moreSurfaces);
    }

    /**
     * For one whose pictures come out at another size, by the hardware's own scaler.
     *
     * @param targetWidth pixels, even
     * @param targetHeight pixels, even
     * @param moreSurfaces as above
     */
    public static DecoderSetup scaled(VideoSequence sequence, int targetWidth, int targetHeight, int moreSurfaces) {
        if (targetWidth % 2 != 0 || targetHeight % 2 != 0) {
            throw new IllegalArgumentException("The hardware writes no " + targetWidth + "x" + targetHeight);
        }
        return new DecoderSetup(
                even(sequence.codedWidth()),
                even(sequence.codedHeight()),
                sequence.left(),
                sequence.top(),
                sequence.right(),
                sequence.bottom(),
                targetWidth,
                targetHeight,
                sequence.minSurfaces() + moreSurfaces);
    }

    /** Whether the hardware can write it: not what begins at an odd column or row and has none more than are shown. */
    public boolean isEven() {
        return targetWidth % 2 == 0 && targetHeight % 2 == 0;
    }

    private static int even(int side) {
        return side + side % 2;
    }
}
