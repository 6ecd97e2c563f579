package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;

/** The shape of what a conversion hands out, computed from values: no frame, no native call. */
public final class ImageShapes {
    /** The largest array that every JVM can make. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private ImageShapes() {}

    /**
     * The shape that {@link ImageConverter} gives a stored picture.
     *
     * <p>One of width and height given: the other follows the ratio, rounded half up, at least 1. Both given: as
     * {@link ResizeMode} says, {@code FIT} may enlarge. Sample aspect ratios are not applied. {@code NATIVE} and
     * {@code SURFACE} are never turned, and when scaled are rounded to the nearest size that their chroma subsampling can hold.
     *
     * @param storedWidth pixels of the decoded frame
     * @param storedHeight pixels of the decoded frame
     * @param format the decoded frame's
     * @param orientation how the frame is to be shown
     * @param what names the file in errors
     * @throws VideoException LIMIT_EXCEEDED above 16384 x 16384 pixels or 2 GiB, UNSUPPORTED if the format cannot be handed
     *     out like that
     */
    public static ImageShape of(
            Output output,
            int storedWidth,
            int storedHeight,
            PixelFormat format,
            Orientation orientation,
            String what) {
        Geometry geometry = Geometry.of(output, storedWidth, storedHeight, format, orientation, what);
        return of(output, geometry, format, what);
    }

    static ImageShape of(Output output, Geometry geometry, PixelFormat format, String what) {
        int width = geometry.width();
        int height = geometry.height();
        long pixels = (long) width * height;
        boolean deep = output.bitDepth() == 16;
        int bytes = deep ? 2 : 1;
        ImageShape shape =
                switch (output.format()) {
                    case RGB -> new ImageShape(width, height, 3, deep ? "rgb48le" : "rgb24", 3 * bytes * pixels);
                    case BGR -> new ImageShape(width, height, 3, deep ? "bgr48le" : "bgr24", 3 * bytes * pixels);
                    case RGBP -> new ImageShape(width, height, 3, deep ? "rgbp16le" : "rgbp", 3 * bytes * pixels);
                    case GRAY -> new ImageShape(width, height, 1, deep ? "gray16le" : "gray", bytes * pixels);
                    case JPEG -> new ImageShape(width, height, 3, "jpeg", -1);
                    case PNG -> new ImageShape(width, height, 3, "png", -1);
                    case NATIVE ->
                        new ImageShape(
                                width,
                                height,
                                format.components(),
                                format.name(),
                                NativeLayout.byteSize(format, width, height, what));
                    case SURFACE -> {
                        SurfaceLayout layout = SurfaceLayout.of(format, what);
                        yield new ImageShape(width, height, 3, layout.layoutName(), layout.byteSize(width, height));
                    }
                };
        if (shape.byteSize() > MAX_BYTES) {
            throw new VideoException(
                    Code.LIMIT_EXCEEDED,
                    "Cannot convert " + what + ": " + width + "x" + height + " " + shape.pixelFormat() + " takes "
                            + shape.byteSize()
                            + " bytes, more than one value can hold. Set a smaller width and height.");
        }
        return shape;
    }
}
