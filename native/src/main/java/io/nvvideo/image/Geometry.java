package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;

/**
 * Where the pixels go: the stored picture is scaled, turned, then cut or padded to the output's size. All sizes but the stored
 * ones are those of the picture as shown. Sample aspect ratios are not applied: a stored pixel is taken as square.
 *
 * @param turn the orientation that is applied; upright for formats that are never turned
 * @param scaledWidth width of the whole picture after scaling
 * @param offsetX where the output begins inside the scaled picture (crop), or the scaled picture inside the output (pad)
 */
public record Geometry(
        int storedWidth,
        int storedHeight,
        Orientation turn,
        int scaledWidth,
        int scaledHeight,
        int width,
        int height,
        int offsetX,
        int offsetY) {

    /** The largest picture that is handled, stored or converted. */
    static final long MAX_PIXELS = 16384L * 16384L;

    /** The largest side of a JPEG that encoders agree on. */
    private static final int MAX_JPEG_SIDE = 65500;

    /**
     * Places a stored picture of that size.
     *
     * @param what names the file in errors
     * @throws VideoException LIMIT_EXCEEDED if a side or the whole is too large, CORRUPT if the stored size is none
     */
    public static Geometry of(
            Output output,
            int storedWidth,
            int storedHeight,
            PixelFormat format,
            Orientation orientation,
            String what) {
        if (storedWidth <= 0 || storedHeight <= 0) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot convert " + what + ": it says that it is " + storedWidth + "x" + storedHeight
                            + " pixels. Check the file, or set mode=PERMISSIVE to read the others.");
        }
        checkPixels(storedWidth, storedHeight, what);
        boolean own = output.format() == FrameFormat.NATIVE || output.format() == FrameFormat.SURFACE;
        Orientation turn = own || !output.autoRotate() ? Orientation.UPRIGHT : orientation;
        long shownWidth = turn.swapsSides() ? storedHeight : storedWidth;
        long shownHeight = turn.swapsSides() ? storedWidth : storedHeight;
        long boxWidth = output.width() > 0 ? output.width() : follow(output.height(), shownWidth, shownHeight);
        long boxHeight = output.height() > 0 ? output.height() : follow(output.width(), shownHeight, shownWidth);
        if (output.width() == 0 && output.height() == 0) {
            boxWidth = shownWidth;
            boxHeight = shownHeight;
        }
        checkPixels(boxWidth, boxHeight, what);
        long scaledWidth = boxWidth;
        long scaledHeight = boxHeight;
        boolean both = output.width() > 0 && output.height() > 0;
        if (both && output.resizeMode() != ResizeMode.STRETCH) {
            boolean widthBinds = boxWidth * shownHeight <= boxHeight * shownWidth;
            if (output.resizeMode() == ResizeMode.CROP) {
                widthBinds = !widthBinds;
            }
            if (widthBinds) {
                scaledHeight = follow(boxWidth, shownHeight, shownWidth);
            } else {
                scaledWidth = follow(boxHeight, shownWidth, shownHeight);
            }
        }
        long width = output.resizeMode() == ResizeMode.FIT ? scaledWidth : boxWidth;
        long height = output.resizeMode() == ResizeMode.FIT ? scaledHeight : boxHeight;
        int stepX = 1;
        int stepY = 1;
        boolean changes = scaledWidth != shownWidth
                || scaledHeight != shownHeight
                || width != scaledWidth
                || height != scaledHeight;
        if (own && changes) {
            stepX = 1 << format.log2ChromaWidth();
            stepY = 1 << format.log2ChromaHeight();
            scaledWidth = multiple(scaledWidth, stepX);
            scaledHeight = multiple(scaledHeight, stepY);
            width = multiple(width, stepX);
            height = multiple(height, stepY);
        }
        checkPixels(scaledWidth, scaledHeight, what);
        checkPixels(width, height, what);
        if (output.format() == FrameFormat.JPEG && Math.max(width, height) > MAX_JPEG_SIDE) {
            throw new VideoException(
                    Code.LIMIT_EXCEEDED,
                    "Cannot convert " + what + " to jpeg: " + width + "x" + height + " is more than " + MAX_JPEG_SIDE
                            + " pixels on a side. Set width or height, or use frameFormat=png.");
        }
        long offsetX = Math.abs(scaledWidth - width) / 2;
        long offsetY = Math.abs(scaledHeight - height) / 2;
        return new Geometry(
                storedWidth,
                storedHeight,
                turn,
                (int) scaledWidth,
                (int) scaledHeight,
                (int) width,
                (int) height,
                (int) (offsetX - offsetX % stepX),
                (int) (offsetY - offsetY % stepY));
    }

    /** The scaled width before turning. */
    public int storedScaledWidth() {
        return turn.swapsSides() ? scaledHeight : scaledWidth;
    }

    /** The scaled height before turning. */
    public int storedScaledHeight() {
        return turn.swapsSides() ? scaledWidth : scaledHeight;
    }

    /** Whether the size changes. */
    public boolean scales() {
        return storedScaledWidth() != storedWidth || storedScaledHeight() != storedHeight;
    }

    boolean crops() {
        return width < scaledWidth || height < scaledHeight;
    }

    boolean pads() {
        return width > scaledWidth || height > scaledHeight;
    }

    /** Whether the picture is only scaled, if anything: neither turned, nor cut, nor padded. */
    boolean isPlain() {
        return turn.isUpright() && !crops() && !pads();
    }

    /** One side times a ratio, rounded half up, at least one pixel. */
    private static long follow(long side, long numerator, long denominator) {
        return Math.max(1, (2 * side * numerator + denominator) / (2 * denominator));
    }

    private static long multiple(long side, int step) {
        return Math.max(step, (side + step / 2) / step * step);
    }

    private static void checkPixels(long width, long height, String what) {
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new VideoException(
                    Code.LIMIT_EXCEEDED,
                    "Cannot convert " + what + ": " + width + "x" + height + " is more than the " + MAX_PIXELS
                            + " pixels that a picture may have. Set a smaller width and height, or skip the file.");
        }
    }
}
