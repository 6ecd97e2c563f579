package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;

import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.image.ColourRule;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
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

    private final PixelFormat stated;
    private final int space;
    private final int range;
    private final int primaries;
    private final int chromaLocation;
    private VideoSequence.Signal first;

    StreamFormat(AVCodecParameters parameters) {
        stated = PixelFormats.of(parameters.format());
        space = parameters.color_space();
        range = parameters.color_range();
        primaries = parameters.color_primaries();
        chromaLocation = parameters.chroma_location();
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
                changed ? sequence.signal().matrix() : space,
                changed ? (full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG) : range,
                changed ? sequence.signal().primaries() : primaries,
                chromaLocation);
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
