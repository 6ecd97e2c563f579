package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedOutput;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A decoded frame as the conversion wants to read it: with explicit tags and, where asked for, planar and of even size. The
 * common formats are referenced; only what is packed, big endian or odd sized is copied, without loss.
 */
final class SourceFrame implements AutoCloseable {
    /** How a frame is read. */
    enum View {
        /** As it is, with explicit tags. */
        AS_DECODED,
        /** Planar, at its own size. */
        PLANAR,
        /** Planar YUV or RGB of a size that the subsampling divides; gray becomes 4:4:4 with neutral chroma. */
        COLOUR,
        /** 4:4:4 in which only luma means anything; RGB stays RGB. */
        LUMA
    }

    private static final int ALIGNMENT = 64;
    private static final int LOSSLESS = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

    private final String what;
    private final ColourRule colour;
    private final String formatName;
    private final int formatNumber;
    private final int width;
    private final int height;
    private final boolean carried;
    private AVFrame shown = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
    private AVFrame copy;
    private AVFrame neutral;
    private SwsContext scaler;

    SourceFrame(SourceKey key, PixelFormat format, ColourRule colour, View view, String what) {
        this.what = what;
        this.colour = colour;
        PlanarFormat planar = PlanarFormat.of(format);
        boolean copies = view != View.AS_DECODED && !planar.sameBytes();
        boolean luma = view == View.LUMA && !planar.rgb();
        carried = luma || view == View.COLOUR && planar.gray();
        int evenWidth = key.width();
        int evenHeight = key.height();
        if (view == View.COLOUR && !planar.rgb() && !planar.gray()) {
            evenWidth = multiple(evenWidth, format.log2ChromaWidth());
            evenHeight = multiple(evenHeight, format.log2ChromaHeight());
        }
        width = evenWidth;
        height = evenHeight;
        String plain = PlanarFormat.plainName(format.name());
        formatName = view == View.AS_DECODED
                // yuvj420p is yuv420p with the range in its name; the range is a tag here.
                ? format.name().startsWith("yuvj") ? plain : format.name()
                : carried ? planar.lumaCarrier() : planar.name();
        formatNumber = PixelFormats.number(formatName);
        try {
            if (copies) {
                scaler = scaler(key, format, PixelFormats.number(planar.name()), planar.name());
            }
            if (copies || width != key.width() || height != key.height()) {
                copy = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
                copy.width(width).height(height).format(PixelFormats.number(planar.name()));
                ImageErrors.check(av_frame_get_buffer(copy, ALIGNMENT), "Cannot convert " + what);
            }
            if (carried && !luma) {
                neutral = neutral(planar);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    String formatName() {
        return formatName;
    }

    int formatNumber() {
        return formatNumber;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** FFmpeg's matrix tag of what {@link #of} returns. */
    int space() {
        return colour.matrix();
    }

    boolean fullRange() {
        return colour.fullRange();
    }

    /** FFmpeg's range tag of what {@link #of} returns. */
    int range() {
        return colour.fullRange() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    }

    int chromaLocation() {
        return colour.chromaLocation();
    }

    /** The frame to read, valid until the next call; {@code decoded} is not changed. */
    AVFrame of(AVFrame decoded) {
        av_frame_unref(shown);
        if (copy == null) {
            ImageErrors.check(av_frame_ref(shown, decoded), "Cannot convert " + what);
        } else {
            // Whoever still holds the last frame keeps it.
            ImageErrors.check(av_frame_make_writable(copy), "Cannot convert " + what);
            fill(decoded);
            ImageErrors.check(av_frame_ref(shown, copy), "Cannot convert " + what);
        }
        shown.format(formatNumber).colorspace(space()).color_range(range());
        // Equal on both sides of every conversion: transfer curves and primaries are kept.
        shown.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
        shown.chroma_location(chromaLocation());
        shown.pts(0);
        if (carried) {
            // Borrowed planes: only the first is owned by the reference, the others live as long as it does.
            AVFrame chroma = neutral == null ? shown : neutral;
            shown.data(1, chroma.data(0)).data(2, chroma.data(0));
            shown.linesize(1, chroma.linesize(0)).linesize(2, chroma.linesize(0));
        }
        return shown;
    }

    /** A plane of the value that means no colour. */
    private AVFrame neutral(PlanarFormat gray) {
        AVFrame plane = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
        try {
            plane.width(width).height(height).format(PixelFormats.number(gray.name()));
            ImageErrors.check(av_frame_get_buffer(plane, ALIGNMENT), "Cannot convert " + what);
            int value = 1 << PixelFormats.of(plane.format()).bitDepth() - 1;
            ByteBuffer samples = plane.data(0)
                    .capacity((long) height * plane.linesize(0))
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (samples.hasRemaining()) {
                if (bytesPerSample() == 1) {
                    samples.put((byte) value);
                } else {
                    samples.putShort((short) value);
                }
            }
            return plane;
        } catch (RuntimeException e) {
            av_frame_free(plane);
            throw e;
        }
    }

    private void fill(AVFrame decoded) {
        if (scaler != null) {
            int lines = sws_scale(
                    scaler, decoded.data(), decoded.linesize(), 0, decoded.height(), copy.data(), copy.linesize());
            ImageErrors.check(lines, "Cannot convert " + what);
        } else {
            int bytes = bytesPerSample();
            PixelFormat planes = PixelFormats.of(copy.format());
            for (int plane = 0; plane < 3; plane++) {
                int shiftX = plane == 0 ? 0 : planes.log2ChromaWidth();
                int shiftY = plane == 0 ? 0 : planes.log2ChromaHeight();
                av_image_copy_plane(
                        copy.data(plane),
                        copy.linesize(plane),
                        decoded.data(plane),
                        decoded.linesize(plane),
                        bytes * -(-decoded.width() >> shiftX),
                        -(-decoded.height() >> shiftY));
            }
        }
        replicateEdges(decoded.width(), decoded.height());
    }

    /** Repeats the last luma column and row; chroma planes already reach over them. */
    private void replicateEdges(int filledWidth, int filledHeight) {
        BytePointer luma = copy.data(0);
        long stride = copy.linesize(0);
        int bytes = bytesPerSample();
        for (int y = 0; filledWidth < width && y < filledHeight; y++) {
            for (int x = filledWidth; x < width; x++) {
                for (int b = 0; b < bytes; b++) {
                    luma.put(y * stride + (long) x * bytes + b, luma.get(y * stride + (filledWidth - 1L) * bytes + b));
                }
            }
        }
        for (int y = filledHeight; y < height; y++) {
            BytePointer to = new BytePointer(luma).position(y * stride);
            BytePointer from = new BytePointer(luma).position((filledHeight - 1) * stride);
            Pointer.memcpy(to, from, (long) width * bytes);
        }
    }

    private int bytesPerSample() {
        return formatName.endsWith("le") ? 2 : 1;
    }

    private SwsContext scaler(SourceKey key, PixelFormat format, int planar, String planarName) {
        if (sws_isSupportedInput(key.format()) == 0 || sws_isSupportedOutput(planar) == 0) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot convert " + what + ": FFmpeg has no conversion from " + format.name() + " to " + planarName
                            + ". Use frameFormat=native.");
        }
        SwsContext context = FfmpegErrors.allocated(
                sws_getContext(
                        key.width(),
                        key.height(),
                        key.format(),
                        key.width(),
                        key.height(),
                        planar,
                        LOSSLESS,
                        null,
                        null,
                        (DoublePointer) null),
                "a converter");
        // The same matrix and range on both sides: samples move, they do not change.
        IntPointer coefficients = sws_getCoefficients(SWS_CS_DEFAULT);
        sws_setColorspaceDetails(context, coefficients, 1, coefficients, 1, 0, 1 << 16, 1 << 16);
        return context;
    }

    private static int multiple(int side, int shift) {
        return -(-side >> shift) << shift;
    }

    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
        if (copy != null) {
            av_frame_free(copy);
            copy = null;
        }
        if (neutral != null) {
            av_frame_free(neutral);
            neutral = null;
        }
        if (shown != null) {
            av_frame_free(shown);
            shown = null;
        }
    }
}
