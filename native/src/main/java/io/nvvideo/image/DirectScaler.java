package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_init_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * The last step of a conversion to 8-bit rgb, done by swscale straight into the caller's memory, where a filter graph would
 * need a frame in between. Gives the bytes that the graph's own scale filter gives.
 */
final class DirectScaler implements AutoCloseable {
    /** swscale writes rows in blocks of up to that many pixels, and a row of an image has no room behind its end. */
    private static final int BLOCK = 16;

    /** Where chroma in the middle sits, in 256ths of a luma sample, and the value for a side that is not subsampled. */
    private static final int CENTRE = 128;

    private static final int NOT_SUBSAMPLED = -513;

    private static final int NO_OFFSET = 0;
    private static final int UNCHANGED = 1 << 16;

    private final int width;
    private final int height;
    private final int planes;
    private final String cannotWhat;
    private SwsContext context;
    private AVFrame target;

    /** For decoded frames, whatever size they have. */
    static DirectScaler converting(Output output, Geometry geometry, SourceFrame source, String cannotWhat) {
        return new DirectScaler(
                output,
                geometry,
                source.formatNumber(),
                source.width(),
                source.height(),
                source.space(),
                source.fullRange(),
                cannotWhat);
    }

    /** For planar rgb of the output's size. */
    static DirectScaler packing(Output output, Geometry geometry, String cannotWhat) {
        int planar = PixelFormats.number("gbrp");
        return new DirectScaler(
                output, geometry, planar, geometry.width(), geometry.height(), AVCOL_SPC_RGB, true, cannotWhat);
    }

    /** Sets everything up: what cannot be converted is told of here, not when the pixels are asked for. */
    private DirectScaler(
            Output output,
            Geometry geometry,
            int format,
            int sourceWidth,
            int sourceHeight,
            int space,
            boolean fullRange,
            String cannotWhat) {
        this.width = geometry.width();
        this.height = geometry.height();
        this.planes = output.format() == FrameFormat.RGBP ? 3 : 1;
        this.cannotWhat = cannotWhat;
        try {
            context = FfmpegErrors.allocated(sws_alloc_context(), "a converter");
            PixelFormat from = PixelFormats.of(format);
            set("sws_flags", geometry.scales() ? SWS_BILINEAR : SWS_BICUBIC);
            set("srcw", sourceWidth);
            set("srch", sourceHeight);
            set("src_format", format);
            set("src_range", fullRange ? 1 : 0);
            // As FFmpeg's scale filter has it, whatever the tag says: chroma in the middle is part of what fast is.
            set(
                    "src_h_chr_pos",
                    from.log2ChromaWidth() > 0 ? CENTRE * ((1 << from.log2ChromaWidth()) - 1) : NOT_SUBSAMPLED);
            set(
                    "src_v_chr_pos",
                    from.log2ChromaHeight() > 0 ? CENTRE * ((1 << from.log2ChromaHeight()) - 1) : NOT_SUBSAMPLED);
            set("dstw", width);
            set("dsth", height);
            set("dst_format", PixelFormats.number(formatName(output.format())));
            set("dst_range", 1);
            ImageErrors.check(sws_init_context(context, null, null), cannotWhat);
            sws_setColorspaceDetails(
                    context,
                    sws_getCoefficients(space),
                    fullRange ? 1 : 0,
                    sws_getCoefficients(AVCOL_SPC_RGB),
                    1,
                    NO_OFFSET,
                    UNCHANGED,
                    UNCHANGED);
            target = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void set(String option, int value) {
        ImageErrors.check(av_opt_set_int(context, option, value, 0), cannotWhat);
    }

    /** Whether it can convert decoded frames on its own. */
    static boolean converts(Output output, Geometry geometry, SourceFrame source) {
        return writes(output, geometry)
                && geometry.isPlain()
                && sws_isSupportedInput(source.formatNumber()) != 0
                && source.width() == geometry.storedWidth()
                && source.height() == geometry.storedHeight();
    }

    /** Whether it can pack planar rgb of the output's size. */
    static boolean packs(Output output, Geometry geometry) {
        return writes(output, geometry) && output.format() != FrameFormat.RGBP;
    }

    private static boolean writes(Output output, Geometry geometry) {
        return formatName(output.format()) != null && output.bitDepth() == 8 && geometry.width() % BLOCK == 0;
    }

    private static String formatName(FrameFormat format) {
        return switch (format) {
            case RGB -> "rgb24";
            case BGR -> "bgr24";
            case RGBP -> "gbrp";
            default -> null;
        };
    }

    /** Converts a frame into rows without padding. */
    void run(AVFrame frame, BytePointer destination) {
        if (planes == 1) {
            target.data(0, destination).linesize(0, 3 * width);
        } else {
            long planeBytes = (long) width * height;
            target.data(PlanarFormat.RED_PLANE, destination).linesize(PlanarFormat.RED_PLANE, width);
            target.data(PlanarFormat.GREEN_PLANE, destination.getPointer(planeBytes))
                    .linesize(PlanarFormat.GREEN_PLANE, width);
            target.data(PlanarFormat.BLUE_PLANE, destination.getPointer(2 * planeBytes))
                    .linesize(PlanarFormat.BLUE_PLANE, width);
        }
        ImageErrors.check(
                sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), target.data(), target.linesize()),
                cannotWhat);
    }

    @Override
    public void close() {
        if (target != null) {
            av_frame_free(target);
            target = null;
        }
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
    }
}
