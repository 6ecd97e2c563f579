package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_test_format;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
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

    private static final int INPUT = 0;

    private final int width;
    private final int height;
    private final int planes;
    private final String cannotWhat;
    private SwsContext context;
    private AVFrame target;

    /** For frames that become {@code geometry}'s size and {@code output}'s layout, whatever size they have. */
    DirectScaler(Output output, Geometry geometry, String cannotWhat) {
        this.width = geometry.width();
        this.height = geometry.height();
        this.planes = output.format() == FrameFormat.RGBP ? 3 : 1;
        this.cannotWhat = cannotWhat;
        try {
            context = FfmpegErrors.allocated(sws_alloc_context(), "a converter");
            context.flags(geometry.scales() ? SWS_BILINEAR : SWS_BICUBIC);
            target = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
            target.width(width).height(height).format(PixelFormats.number(formatName(output.format())));
            target.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
            // As SourceFrame has them: a difference would be a mapping of colours.
            target.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether it can convert decoded frames on its own. */
    static boolean converts(Output output, Geometry geometry, SourceFrame source) {
        return writes(output, geometry)
                && geometry.isPlain()
                && sws_test_format(source.formatNumber(), INPUT) != 0
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

    /** Converts a frame, whose tags are explicit, into rows without padding. */
    void run(AVFrame frame, BytePointer destination) {
        // Interlaced frames are taken as progressive ones.
        frame.flags(frame.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
        // The scale filter does not look at it either: chroma in the middle is part of what fast is.
        frame.chroma_location(AVCHROMA_LOC_UNSPECIFIED);
        if (planes == 1) {
            target.data(0, destination).linesize(0, 3 * width);
        } else {
            long planeBytes = (long) width * height;
            target.data(ImageConverter.RED_PLANE, destination).linesize(ImageConverter.RED_PLANE, width);
            target.data(ImageConverter.GREEN_PLANE, destination.getPointer(planeBytes))
                    .linesize(ImageConverter.GREEN_PLANE, width);
            target.data(ImageConverter.BLUE_PLANE, destination.getPointer(2 * planeBytes))
                    .linesize(ImageConverter.BLUE_PLANE, width);
        }
        ImageErrors.check(sws_scale_frame(context, target, frame), cannotWhat);
    }

    @Override
    public void close() {
        if (target != null) {
            av_frame_free(target);
            target = null;
        }
        if (context != null) {
            sws_free_context(context);
            context = null;
        }
    }
}
