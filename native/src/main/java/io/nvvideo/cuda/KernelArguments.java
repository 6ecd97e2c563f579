package io.nvvideo.cuda;

import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.media.Orientation;
import java.nio.ByteBuffer;

/** Fills the structure {@code Placement} of convert.cu, field by field in its order. Pure. */
final class KernelArguments {
    /** {@code sizeof(Placement)}. */
    static final int BYTES = 216;

    private final Surface surface;
    private final ColourRule colour;
    private final Geometry geometry;
    private final Output output;

    KernelArguments(Surface surface, ColourRule colour, Geometry geometry, Output output) {
        this.surface = surface;
        this.colour = colour;
        this.geometry = geometry;
        this.output = output;
    }

    void write(ByteBuffer to, long outAddress) {
        SurfaceLayout layout = surface.layout();
        to.putLong(surface.luma())
                .putLong(surface.chroma())
                .putLong(surface.red())
                .putLong(outAddress);
        putOutputSteps(to);
        to.putInt(surface.lumaPitch()).putInt(surface.chromaPitch()).putInt(layout.interleaved() ? 2 : 1);
        to.putInt(layout.across()).putInt(layout.down());
        to.putInt(siteX()).putInt(siteY());
        boolean gray = output.format() == FrameFormat.GRAY;
        to.putInt(gray && colour.matrix() != 0 ? 0 : 1);
        to.putInt(!gray && geometry.scales() && isPartlyCovered() ? 1 : 0);
        to.putInt(surface.width()).putInt(surface.height());
        to.putInt(layout.chromaWidth(surface.width())).putInt(layout.chromaHeight(surface.height()));
        to.putInt(geometry.storedScaledWidth()).putInt(geometry.storedScaledHeight());
        to.putInt(geometry.scaledWidth()).putInt(geometry.scaledHeight());
        to.putInt(geometry.width()).putInt(geometry.height());
        to.putInt(geometry.width() > geometry.scaledWidth() ? -geometry.offsetX() : geometry.offsetX());
        to.putInt(geometry.height() > geometry.scaledHeight() ? -geometry.offsetY() : geometry.offsetY());
        putTurn(to);
        double most = output.bitDepth() == 16 ? 65535 : 255;
        int containerBits = 8 * layout.bytesPerSample();
        ColourMatrix matrix = ColourMatrix.of(colour, surface.bitDepth(), containerBits, gray, surface.height(), most);
        for (float value : matrix.rows()) {
            to.putFloat(value);
        }
        to.putFloat((float) most);
    }

    /** The last chroma sample of a picture of odd size covers what is not there. Gray has none, whatever the layout holds. */
    private boolean isPartlyCovered() {
        return !surface.monochrome()
                && (surface.width() % surface.layout().across() != 0
                        || surface.height() % surface.layout().down() != 0);
    }

    /** Bytes between rows, components and pixels, and how many components; bgr runs backwards from its last byte. */
    private void putOutputSteps(ByteBuffer to) {
        long bytes = output.bitDepth() / 8;
        long width = geometry.width();
        switch (output.format()) {
            case RGB ->
                to.putLong(3 * bytes * width)
                        .putLong(bytes)
                        .putInt((int) (3 * bytes))
                        .putInt(3);
            case BGR ->
                to.putLong(3 * bytes * width)
                        .putLong(-bytes)
                        .putInt((int) (3 * bytes))
                        .putInt(3);
            case RGBP ->
                to.putLong(bytes * width)
                        .putLong(bytes * width * geometry.height())
                        .putInt((int) bytes)
                        .putInt(3);
            case GRAY ->
                to.putLong(bytes * width).putLong(0).putInt((int) bytes).putInt(1);
            default -> throw new IllegalArgumentException("No kernel writes " + output.format());
        }
    }

    /** ITU-T H.273, figure 10: 1 left, 2 centre, 3 top left, 4 top, 5 bottom left, 6 bottom. */
    private int siteX() {
        return colour.chromaLocation() % 2 == 1 ? 1 : 0;
    }

    private int siteY() {
        return colour.chromaLocation() <= 2 ? 0 : colour.chromaLocation() <= 4 ? 1 : -1;
    }

    /** Where a pixel of the picture as shown lies in the stored one: what {@link Orientation} does, undone. */
    private void putTurn(ByteBuffer to) {
        int right = geometry.storedScaledWidth() - 1;
        int bottom = geometry.storedScaledHeight() - 1;
        Orientation turn = geometry.turn();
        int[] x;
        int[] y;
        switch (turn.clockwiseDegrees()) {
            case 90 -> {
                x = new int[] {0, 1, 0};
                y = new int[] {-1, 0, bottom};
            }
            case 180 -> {
                x = new int[] {-1, 0, right};
                y = new int[] {0, -1, bottom};
            }
            case 270 -> {
                x = new int[] {0, -1, right};
                y = new int[] {1, 0, 0};
            }
            default -> {
                x = new int[] {1, 0, 0};
                y = new int[] {0, 1, 0};
            }
        }
        if (turn.mirrored()) {
            x = new int[] {-x[0], -x[1], right - x[2]};
        }
        for (int value : x) {
            to.putInt(value);
        }
        for (int value : y) {
            to.putInt(value);
        }
    }
}
