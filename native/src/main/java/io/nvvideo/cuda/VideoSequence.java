package io.nvvideo.cuda;

/**
 * What the headers of a stream say, as NVDEC's parser reads them.
 *
 * @param codedWidth pixels; whole macroblocks, but of VP8, VP9 and AV1 any number
 * @param codedHeight pixels; whole macroblocks, but of VP8, VP9 and AV1 any number
 * @param left first column that is shown
 * @param top first row that is shown
 * @param right one past the last column that is shown
 * @param bottom one past the last row that is shown
 * @param minSurfaces how many decoded pictures the codec needs at a time
 * @param progressive whether no picture is interlaced
 * @param signal what the code values mean
 */
public record VideoSequence(
        NvdecCodec codec,
        NvdecChroma chroma,
        int bitDepth,
        int codedWidth,
        int codedHeight,
        int left,
        int top,
        int right,
        int bottom,
        int minSurfaces,
        boolean progressive,
        Signal signal) {

    /**
     * Code points of ITU-T H.273, as far as the headers have them; what stands for absent ones is the parser's affair.
     *
     * @param fullRange whether codes use the full range
     * @param primaries table 2
     * @param matrix table 4
     */
    public record Signal(boolean fullRange, int primaries, int matrix) {}

    /** The same with that much shown, from the same corner on. */
    public VideoSequence cut(int width, int height) {
        return showing(left, top, left + width, top + height);
    }

    /** The same with another area shown, which the coded picture holds, whatever the parser says of that: of VP8 it makes both even. */
    public VideoSequence showing(int newLeft, int newTop, int newRight, int newBottom) {
        return new VideoSequence(
                codec,
                chroma,
                bitDepth,
                Math.max(codedWidth, newRight),
                Math.max(codedHeight, newBottom),
                newLeft,
                newTop,
                newRight,
                newBottom,
                minSurfaces,
                progressive,
                signal);
    }

    /** Pixels that are shown. */
    public int width() {
        return right - left;
    }

    /** Pixels that are shown. */
    public int height() {
        return bottom - top;
    }
}
