package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.ffmpeg.Planes;
import io.nvvideo.media.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;

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

    private final String what;
    private final ColourRule colour;
    private final String formatName;
    private final int formatNumber;
    private final int width;
    private final int height;
    private final boolean carried;
    private AVFrame shown = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
    /** Null where frames are only referenced. */
    private PlanarCopy copy;

    private AVFrame neutral;

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
            if (copies || width != key.width() || height != key.height()) {
                copy = new PlanarCopy(key, format, planar, width, height, what);
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
        ImageErrors.check(av_frame_ref(shown, copy == null ? decoded : copy.of(decoded)), "Cannot convert " + what);
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
            ImageErrors.check(Planes.allocate(plane), "Cannot convert " + what);
            int value = 1 << PixelFormats.of(plane.format()).bitDepth() - 1;
            ByteBuffer samples = plane.data(0)
                    .capacity((long) height * plane.linesize(0))
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (samples.hasRemaining()) {
                if (gray.bytesPerSample() == 1) {
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

    private static int multiple(int side, int shift) {
        return -(-side >> shift) << shift;
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
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
