package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_COPY_OPAQUE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DNXHD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263P;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MSMPEG4V1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MSMPEG4V2;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MSMPEG4V3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PRORES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_RV10;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_RV20;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_RV30;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_RV40;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VC1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WMV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WMV2;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WMV3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.Names;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Which of FFmpeg's decoders a stream has, and how it is set up.
 *
 * @param timeBase seconds of a tick of the stream
 * @param threads that it may use
 */
record SoftwareCodec(AVCodec decoder, AVRational timeBase, int threads) {
    /**
     * Largest picture that is decoded: the largest that a level of AV1 allows by its sides, 16384 x 8704 (AV1 specification,
     * A.3). A tiny damaged file may claim far more, and memory for it would be allocated before its data is looked at.
     */
    private static final long MAX_PIXELS = 16384L * 8704L;

    /**
     * Codecs whose decoders may use several threads: the ones that are in use, and tested so by many. Of the others, Theora
     * for one ends the process when it is flushed (FFmpeg 8.0.1: a sound file, three threads, any seek), and interlaced MPEG-4
     * with B-frames decodes to other pixels on three threads than on one, seek or not.
     */
    private static final Set<Integer> IN_PARALLEL = Set.of(
            AV_CODEC_ID_H264,
            AV_CODEC_ID_HEVC,
            AV_CODEC_ID_VVC,
            AV_CODEC_ID_AV1,
            AV_CODEC_ID_VP8,
            AV_CODEC_ID_VP9,
            AV_CODEC_ID_MPEG1VIDEO,
            AV_CODEC_ID_MPEG2VIDEO,
            AV_CODEC_ID_MJPEG,
            AV_CODEC_ID_PRORES,
            AV_CODEC_ID_DNXHD,
            AV_CODEC_ID_FFV1);

    /** Codecs whose decoders are made of one (mpegvideo_dec.c). */
    private static final Set<Integer> OF_THE_MPEG_FAMILY = Set.of(
            AV_CODEC_ID_MPEG1VIDEO,
            AV_CODEC_ID_MPEG2VIDEO,
            AV_CODEC_ID_MPEG4,
            AV_CODEC_ID_H263,
            AV_CODEC_ID_H263P,
            AV_CODEC_ID_FLV1,
            AV_CODEC_ID_MSMPEG4V1,
            AV_CODEC_ID_MSMPEG4V2,
            AV_CODEC_ID_MSMPEG4V3,
            AV_CODEC_ID_WMV1,
            AV_CODEC_ID_WMV2,
            AV_CODEC_ID_WMV3,
            AV_CODEC_ID_VC1,
            AV_CODEC_ID_RV10,
            AV_CODEC_ID_RV20,
            AV_CODEC_ID_RV30,
            AV_CODEC_ID_RV40);

    /**
     * The decoder of a stream; nothing is opened.
     *
     * @param threads that it may use if its codec bears several
     * @param what names the file in errors
     * @throws VideoException UNSUPPORTED if this build has no decoder for the codec, or if the pictures are too large
     */
    static SoftwareCodec of(AVStream stream, int threads, String what) {
        AVCodecParameters parameters = stream.codecpar();
        refuseTooLarge(parameters, what);
        AVCodec decoder = avcodec_find_decoder(parameters.codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + what + ": this FFmpeg build has no decoder for codec " + codecName(parameters)
                            + ". Its metadata can be read (view=videos); transcode the file to read its frames.");
        }
        AVRational timeBase = new AVRational()
                .num(stream.time_base().num())
                .den(stream.time_base().den());
        return new SoftwareCodec(decoder, timeBase, IN_PARALLEL.contains(parameters.codec_id()) ? threads : 1);
    }

    /**
     * Whether a picture is a gray one that stands for one that is missing: such decoders give it with the packet of the picture that is
     * predicted from it, and then that one too. Theirs all have a type.
     */
    boolean isStandIn(AVFrame picture) {
        return picture.pict_type() == AV_PICTURE_TYPE_NONE && OF_THE_MPEG_FAMILY.contains(decoder.id());
    }

    private static String codecName(AVCodecParameters parameters) {
        if (parameters.codec_id() != AV_CODEC_ID_NONE) {
            return Names.string(avcodec_get_name(parameters.codec_id()));
        }
        byte[] tag = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(parameters.codec_tag())
                .array();
        return "'" + new String(tag, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?") + "' (an unknown tag)";
    }

    private static void refuseTooLarge(AVCodecParameters parameters, String what) {
        long width = parameters.width();
        long height = parameters.height();
        if (width * height > MAX_PIXELS) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + what + ": it claims pictures of " + width + "x" + height + ", more than "
                            + MAX_PIXELS
                            + " pixels. The file is damaged, or its pictures are larger than any codec level"
                            + " allows.");
        }
    }

    /**
     * Sets what the decoder is opened with.
     *
     * @param exact whether it is to use one thread only
     * @param strict whether everything that seems wrong is to be an error, because it will be decoded again
     */
    void setUp(AVCodecContext fresh, boolean exact, boolean strict) {
        fresh.pkt_timebase(timeBase);
        fresh.thread_count(exact ? 1 : threads);
        // Of Motion JPEG the rest of a picture that cannot be decoded is that of another one otherwise, untold. Of
        // H.264, B pictures come before the damage is told of one that is shown behind them and that they are
        // predicted from; on several threads it need not be told at all.
        if (decoder.id() == AV_CODEC_ID_MJPEG || strict && decoder.id() == AV_CODEC_ID_H264) {
            fresh.err_recognition(fresh.err_recognition() | AV_EF_EXPLODE);
        }
        // COPY_OPAQUE brings each packet's number back with its frame; UNALIGNED applies the cropping exactly;
        // without BITEXACT the motion compensation of MPEG-4 on x86 is an approximation of the standard's.
        fresh.flags(fresh.flags() | AV_CODEC_FLAG_COPY_OPAQUE | AV_CODEC_FLAG_UNALIGNED | AV_CODEC_FLAG_BITEXACT);
        fresh.max_pixels(MAX_PIXELS);
    }

    /**
     * Whether the decoder can be flushed. FFmpeg's flush keeps the distance of fields of MPEG-4, and with it what a damaged B-VOP
     * may have made of it. On several threads a decoder of VP9 that was flushed ends the process when damage comes next (FFmpeg 8.0.1).
     */
    boolean isFlushable() {
        return decoder.id() != AV_CODEC_ID_MPEG4 && (decoder.id() != AV_CODEC_ID_VP9 || threads == 1);
    }
}
