package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_REORDER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_VISUAL_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;

import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.VideoStream;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/** What the header of an ISO file tells of its video streams for certain, before any packet is looked at. */
final class HeaderStreams {
    /** profile_idc of Baseline and Constrained Baseline, which have no B slices (ITU-T H.264, A.2.1). */
    private static final int BASELINE = 66;

    /** Bytes of an avcC box up to the profile of its first parameter set (ISO/IEC 14496-15, 5.3.3.1). */
    private static final int AVCC_PROFILE = 1;

    private static final int AVCC_SET_COUNT = 5;
    private static final int AVCC_FIRST_SET_PROFILE = 9;

    private static final Set<Integer> KEPT_FOR_DECODERS =
            Set.of(AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9);

    private HeaderStreams() {}

    /**
     * Whether what the header keeps for decoders is all that they need: of codecs whose parameter sets are there, and whose
     * decoders find out from these in which order pictures are shown, or are told so by the header.
     */
    static boolean tellDecodersAll(AVFormatContext context) {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            AVCodecParameters codec = stream.codecpar();
            boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            if (codec.codec_type() == AVMEDIA_TYPE_VIDEO
                    && !cover
                    && (!KEPT_FOR_DECODERS.contains(codec.codec_id()) || codec.extradata_size() == 0)) {
                return false;
            }
        }
        return true;
    }

    /** Tells decoders the pixel formats, too, that only parsers found. */
    static void complete(AVFormatContext context, List<VideoStream> described) {
        for (VideoStream video : described) {
            AVCodecParameters codec = context.streams(video.index()).codecpar();
            if (codec.format() == AV_PIX_FMT_NONE && video.pixelFormat() != null) {
                codec.format(PixelFormats.number(video.pixelFormat().name()));
            }
        }
    }

    /** Whether it is a video stream whose codec the header names. */
    static boolean isVideo(AVFormatContext context, int index) {
        return index >= 0 && index < context.nb_streams() && isVideo(context.streams(index));
    }

    /**
     * The stream that FFmpeg would choose whatever packets say, or -1 if the header alone cannot tell. FFmpeg looks at the
     * disposition first (av_find_best_stream), so that a default stream wins over cover art.
     */
    static int best(AVFormatContext context) {
        int best = -1;
        boolean covers = false;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) {
                continue;
            }
            if ((stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
                covers = true;
                if ((stream.disposition() & AV_DISPOSITION_DEFAULT) != 0) {
                    return -1;
                }
            } else if (best >= 0 || !isVideo(stream)) {
                return -1;
            } else {
                best = i;
            }
        }
        return best >= 0 && covers && !isPlainDefault(context.streams(best)) ? -1 : best;
    }

    private static boolean isPlainDefault(AVStream stream) {
        int impaired = AV_DISPOSITION_HEARING_IMPAIRED | AV_DISPOSITION_VISUAL_IMPAIRED;
        return (stream.disposition() & (AV_DISPOSITION_DEFAULT | impaired)) == AV_DISPOSITION_DEFAULT;
    }

    private static boolean isVideo(AVStream stream) {
        AVCodecParameters codec = stream.codecpar();
        return codec.codec_type() == AVMEDIA_TYPE_VIDEO && codec.codec_id() != AV_CODEC_ID_NONE;
    }

    /** Whether pictures of the codec, or of its profile, are always shown in the order in which they are decoded. */
    static boolean neverReorders(AVCodecParameters codec) {
        AVCodecDescriptor descriptor = avcodec_descriptor_get(codec.codec_id());
        if (descriptor != null && !descriptor.isNull() && (descriptor.props() & AV_CODEC_PROP_REORDER) == 0) {
            return true;
        }
        BytePointer avcc = codec.extradata();
        return codec.codec_id() == AV_CODEC_ID_H264
                && codec.extradata_size() > AVCC_FIRST_SET_PROFILE
                && avcc.get(0) == 1
                && avcc.get(AVCC_PROFILE) == BASELINE
                && (avcc.get(AVCC_SET_COUNT) & 31) == 1
                && avcc.get(AVCC_FIRST_SET_PROFILE) == BASELINE;
    }
}
