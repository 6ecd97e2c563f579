package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;
import java.util.Optional;

/**
 * How the hardware's own scaler serves an output: it makes pictures as small as the output has them before they are turned, cut or
 * padded, and the kernels do that and the colours. Only where {@link Conversion#FAST} is asked for, because nobody tells what its
 * filter is, and only where the size that comes out is the very one that is wanted. Pure.
 *
 * @param shown the headers, cut to what is shown
 * @param rest where the pixels go from the smaller picture, unscaled
 */
record Shrink(VideoSequence shown, Geometry rest) {
    /** ITU-T H.273, table 4: of this matrix {@code fast} is {@code exact}, as on the CPU. */
    private static final int YCGCO = 8;

    /** The way for pictures that follow these headers, if there is one. */
    static Optional<Shrink> of(
            Output output, VideoSequence shown, StreamFormat.Look look, Orientation orientation, String what) {
        if (!isFast(output, shown, look) || !areEven(shown.left(), shown.top(), shown.width(), shown.height())) {
            return Optional.empty();
        }
        Geometry whole = Geometry.of(output, shown.width(), shown.height(), look.format(), orientation, what);
        int width = whole.storedScaledWidth();
        int height = whole.storedScaledHeight();
        boolean smaller = whole.scales() && width <= shown.width() && height <= shown.height();
        if (!smaller || !areEven(width, height)) {
            return Optional.empty();
        }
        return Optional.of(new Shrink(
                shown,
                new Geometry(
                        width,
                        height,
                        whole.turn(),
                        whole.scaledWidth(),
                        whole.scaledHeight(),
                        whole.width(),
                        whole.height(),
                        whole.offsetX(),
                        whole.offsetY())));
    }

    /** What {@code fast} is on the CPU, and not interlaced: how fields would be scaled is not told either. */
    private static boolean isFast(Output output, VideoSequence shown, StreamFormat.Look look) {
        boolean colours =
                switch (output.format()) {
                    case RGB, RGBP, BGR -> true;
                    default -> false;
                };
        return output.conversion() == Conversion.FAST
                && colours
                && output.bitDepth() == 8
                && shown.progressive()
                && shown.chroma() != NvdecChroma.MONOCHROME
                && look.space() != YCGCO;
    }

    private static boolean areEven(int... sides) {
        for (int side : sides) {
            if (side % 2 != 0) {
                return false;
            }
        }
        return true;
    }

    /** What a session is set to for it. */
    DecoderSetup setup(int moreSurfaces) {
        return DecoderSetup.scaled(shown, rest.storedWidth(), rest.storedHeight(), moreSurfaces);
    }
}
