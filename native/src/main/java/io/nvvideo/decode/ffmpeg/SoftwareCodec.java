package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_COPY_OPAQUE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DNXHD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PRORES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.Names;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;

/** What is known of FFmpeg's decoder for a stream before it is opened, and how it is set up. */
final class SoftwareCodec {
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

    private final AVCodec decoder;
    private final int id;
    private final AVRational timeBase = new AVRational();

    private SoftwareCodec(AVCodec decoder, AVStream stream) {
        this.decoder = decoder;
        this.id = stream.codecpar().codec_id();
        timeBase.num(stream.time_base().num()).den(stream.time_base().den());
    }

    /**
     * Of a stream, which may be closed first.
     *
     * @param name of the file, for error messages
     * @throws VideoException UNSUPPORTED if this build has no decoder for it, or its pictures are too large
     */
    static SoftwareCodec of(AVStream stream, String name) {
        String codecName = codecName(stream);
        refuseTooLarge(stream, name);
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + name + ": this FFmpeg build has no decoder for codec " + codecName
                            + ". Its metadata can be read (view=videos); transcode the file to read its frames.");
        }
        return new SoftwareCodec(codec, stream);
    }

    AVCodec decoder() {
        return decoder;
    }

    /** How many of the threads that there are it may use. */
    int threads(int available) {
        return IN_PARALLEL.contains(id) ? available : 1;
    }

    /**
     * FFmpeg's flush keeps the distance of fields of MPEG-4, and with it what a damaged B-VOP may have made of it. On several threads
     * a decoder of VP9 that was flushed ends the process when damage comes next (FFmpeg 8.0.1).
     */
    boolean isFlushable(int threads) {
        return id != AV_CODEC_ID_MPEG4 && (id != AV_CODEC_ID_VP9 || threads == 1);
    }

    /**
     * Says how it is to be opened.
     *
     * @param strict whether everything that seems wrong is to be an error, because it will be decoded again
     */
    void setUp(AVCodecContext opened, int threads, boolean strict) {
        opened.pkt_timebase(timeBase);
        opened.thread_count(threads);
        // Of Motion JPEG the rest of a picture that cannot be decoded is that of another one otherwise, and nothing
        // says so.
        // Of H.264 with B pictures, those that are predicted from a damaged one that is shown behind them come before
        // it is told,
        // and on several threads it need not be told at all.
        if (id == AV_CODEC_ID_MJPEG || strict && id == AV_CODEC_ID_H264) {
            opened.err_recognition(opened.err_recognition() | AV_EF_EXPLODE);
        }
        // COPY_OPAQUE brings each packet's number back with its frame; UNALIGNED applies the cropping exactly;
        // without BITEXACT the motion compensation of MPEG-4 on x86 is an approximation of the standard's.
        opened.flags(opened.flags() | AV_CODEC_FLAG_COPY_OPAQUE | AV_CODEC_FLAG_UNALIGNED | AV_CODEC_FLAG_BITEXACT);
        opened.max_pixels(MAX_PIXELS);
    }

    private static String codecName(AVStream stream) {
        int id = stream.codecpar().codec_id();
        if (id != avcodec.AV_CODEC_ID_NONE) {
            return Names.string(avcodec.avcodec_get_name(id));
        }
        byte[] tag = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(stream.codecpar().codec_tag())
                .array();
        return "'" + new String(tag, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?") + "' (an unknown tag)";
    }

    private static void refuseTooLarge(AVStream stream, String name) {
        long width = stream.codecpar().width();
        long height = stream.codecpar().height();
        if (width * height > MAX_PIXELS) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + name + ": it claims pictures of " + width + "x" + height + ", more than "
                            + MAX_PIXELS
                            + " pixels. The file is damaged, or its pictures are larger than any codec level"
                            + " allows.");
        }
    }
}
