package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;

import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.image.ColourRule;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What FFmpeg's decoders would call the pixels of a stream, and say of their colours. NVDEC tells how samples lie, not what they
 * are called, and not where chroma is sited; so container and first headers count until the headers change.
 */
final class StreamFormat {
    /**
     * Of the pictures that follow some headers.
     *
     * @param number FFmpeg's of the format
     * @param space FFmpeg's {@code AVCOL_SPC_*}
     * @param range FFmpeg's {@code AVCOL_RANGE_*}
     * @param primaries FFmpeg's {@code AVCOL_PRI_*}
     * @param chromaLocation FFmpeg's {@code AVCHROMA_LOC_*}
     */
    record Look(PixelFormat format, int number, int space, int range, int primaries, int chromaLocation) {

        ColourRule colour(int storedHeight) {
            return ColourRule.of(format, space, range, primaries, chromaLocation, storedHeight);
        }

        void writeTo(AVFrame frame) {
            frame.format(number).colorspace(space).color_range(range);
            frame.color_primaries(primaries).chroma_location(chromaLocation);
        }
    }

    /** RFC 6386, 9.1: a frame tag of 3 bytes and, in key frames, a start code and the size, 7 bytes. */
    private static final int VP8_FIRST_BITS = 10;

    private final PixelFormat stated;
    private final boolean isVp8;
    private final int space;
    private int range;
    private final int primaries;
    private final int chromaLocation;
    private final int width;
    private final int height;
    private boolean containerCuts = true;
    private VideoSequence.Signal first;

    StreamFormat(AVCodecParameters parameters) {
        stated = PixelFormats.of(parameters.format());
        isVp8 = parameters.codec_id() == AV_CODEC_ID_VP8;
        space = isVp8 ? AVCOL_SPC_BT470BG : parameters.color_space();
        range = parameters.color_range();
        primaries = parameters.color_primaries();
        chromaLocation = parameters.chroma_location();
        width = parameters.width();
        height = parameters.height();
    }

    /** A packet that decoding begins with. VP8 has its range in the packet alone, and its matrix in no place. */
    void begin(AVPacket packet) {
        if (isVp8 && packet.size() > VP8_FIRST_BITS) {
            // RFC 6386, 9.2: color_space, clamping_type, each one bit of probability 128; FFmpeg takes "no clamping"
            // for
            // full range.
            boolean full = (packet.data().get(VP8_FIRST_BITS) & 0xc0) == 0x40;
            range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
        }
    }

    /**
     * What is shown: where the container tells of fewer pixels than H.264's headers, but of as many macroblocks, FFmpeg believes
     * it, until once it does not (h264_slice.c, {@code init_dimensions}).
     */
    VideoSequence shown(VideoSequence sequence) {
        containerCuts &= sequence.codec() == NvdecCodec.H264
                && sequence.left() == 0
                && sequence.top() == 0
                && width <= sequence.width()
                && height <= sequence.height()
                && macroblocks(width) == macroblocks(sequence.width())
                && macroblocks(height) == macroblocks(sequence.height());
        return containerCuts ? sequence.cut(width, height) : sequence;
    }

    private static int macroblocks(int side) {
        return (side + 15) / 16;
    }

    /** The format that the container or FFmpeg's look at the first packets tells; null if neither does. */
    PixelFormat stated() {
        return stated;
    }

    /** To be asked of the headers in their order. */
    Look of(VideoSequence sequence) {
        if (first == null) {
            first = sequence.signal();
        }
        boolean changed = !sequence.signal().equals(first);
        boolean full = sequence.signal().fullRange();
        String name = !changed && isAsStated(sequence) ? stated.name() : name(sequence, changed ? full : isFull());
        int number = PixelFormats.number(name);
        return new Look(
                PixelFormats.of(number),
                number,
                changed || isUntold(sequence) ? sequence.signal().matrix() : space,
                changed ? (full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG) : range,
                changed ? sequence.signal().primaries() : primaries,
                chromaLocation);
    }

    /** FFmpeg finds the matrix of these only by decoding, which nobody has done yet. */
    private boolean isUntold(VideoSequence sequence) {
        boolean inHeaders = sequence.codec() == NvdecCodec.AV1 || sequence.codec() == NvdecCodec.MPEG2;
        return inHeaders
                && space == AVCOL_SPC_UNSPECIFIED
                && sequence.signal().matrix() != AVCOL_SPC_RGB
                && sequence.signal().matrix() != AVCOL_SPC_UNSPECIFIED;
    }

    private boolean isFull() {
        return stated != null && stated.name().startsWith("yuvj");
    }

    private boolean isAsStated(VideoSequence sequence) {
        if (stated == null || stated.bitDepth() != sequence.bitDepth() || !stated.planar() || stated.alpha()) {
            return false;
        }
        return chroma(stated) == sequence.chroma();
    }

    /** As NVDEC counts it; null for what NVDEC does not have. */
    static NvdecChroma chroma(PixelFormat format) {
        if (format.rgb()) {
            return NvdecChroma.YUV444;
        }
        return switch (format.chromaSubsampling()) {
            case "4:0:0" -> NvdecChroma.MONOCHROME;
            case "4:2:0" -> NvdecChroma.YUV420;
            case "4:2:2" -> NvdecChroma.YUV422;
            case "4:4:4" -> NvdecChroma.YUV444;
            default -> null;
        };
    }

    /** H.264's and HEVC's decoders put the range into the name where it is full (h264_slice.c, hevc_ps.c). */
    private static String name(VideoSequence sequence, boolean full) {
        boolean tellsRange = sequence.codec() == NvdecCodec.H264 || sequence.codec() == NvdecCodec.HEVC;
        int depth = sequence.bitDepth();
        String yuv = full && depth == 8 && tellsRange ? "yuvj" : "yuv";
        String plain =
                switch (sequence.chroma()) {
                    case MONOCHROME -> "gray";
                    case YUV420 -> yuv + "420p";
                    case YUV422 -> yuv + "422p";
                    case YUV444 -> yuv + "444p";
                };
        return depth == 8 ? plain : plain + depth + "le";
    }
}
