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
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_picture_type_char;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageConverter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's software decoders. */
public final class FfmpegDecoder implements Decoder {
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

    private final String name;
    private final IntFunction<String> packetNames;
    private final AVCodec codec;
    private final AVCodecParameters parameters;
    private final AVRational timeBase = new AVRational();
    private final int threads;
    private AVCodecContext context;
    private final AVFrame frame;
    private Reading reading;
    private ImageConverter converter;
    private long picturesDecoded;
    private boolean sound = true;
    private long convertNanos;
    private boolean closed;

    /**
     * A decoder for a stream, which is opened when the first reading begins.
     *
     * @param name of the file, for error messages
     * @param packetNames what error messages call a packet, by its number
     * @throws VideoException UNSUPPORTED if this build has no decoder for the codec
     */
    public FfmpegDecoder(AVStream stream, int threads, String name, IntFunction<String> packetNames) {
        this.name = name;
        this.packetNames = packetNames;
        String codecName = codecName(stream);
        refuseTooLarge(stream, name);
        codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + name + ": this FFmpeg build has no decoder for codec " + codecName
                            + ". Its metadata can be read (view=videos); transcode the file to read its frames.");
        }
        this.threads = IN_PARALLEL.contains(stream.codecpar().codec_id()) ? threads : 1;
        timeBase.num(stream.time_base().num()).den(stream.time_base().den());
        parameters = avcodec_parameters_alloc();
        frame = av_frame_alloc();
        NativeObjects.opened();
        try {
            FfmpegErrors.allocated(frame, "a frame");
            FfmpegErrors.allocated(parameters, "a decoder");
            // A copy: the stream may be closed before the decoder.
            FfmpegErrors.check(avcodec_parameters_copy(parameters, stream.codecpar()), "Cannot decode " + name);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Opened if it is not: what FFmpeg could not open must not be used, and what it has closed neither. */
    private AVCodecContext context() {
        if (context == null) {
            AVCodecContext opened = FfmpegErrors.allocated(avcodec_alloc_context3(codec), "a decoder");
            try {
                open(opened);
            } catch (RuntimeException | Error e) {
                avcodec_free_context(opened);
                throw e;
            }
            context = opened;
        }
        return context;
    }

    private void open(AVCodecContext fresh) {
        FfmpegErrors.check(avcodec_parameters_to_context(fresh, parameters), "Cannot decode " + name);
        fresh.pkt_timebase(timeBase);
        fresh.thread_count(threads);
        // COPY_OPAQUE brings each packet's number back with its frame; UNALIGNED applies the cropping exactly;
        // without BITEXACT the motion compensation of MPEG-4 on x86 is an approximation of the standard's.
        fresh.flags(fresh.flags() | AV_CODEC_FLAG_COPY_OPAQUE | AV_CODEC_FLAG_UNALIGNED | AV_CODEC_FLAG_BITEXACT);
        fresh.max_pixels(MAX_PIXELS);
        FfmpegErrors.check(
                avcodec_open2(fresh, codec, (AVDictionary) null),
                "Cannot open the " + Names.string(avcodec_get_name(parameters.codec_id())) + " decoder for " + name);
    }

    private void closeContext() {
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
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

    @Override
    public void begin(Reading next) {
        rest();
        context();
        reading = next;
        converter = new ImageConverter(next.output(), name);
    }

    @Override
    public void send(AVPacket packet, int number) {
        packet.opaque(new Number(number + 1L));
        int result = avcodec_send_packet(context(), packet);
        if (result < 0) {
            sound = false;
            throw FfmpegErrors.exception(result, "Cannot decode " + packetNames.apply(number) + " of " + name);
        }
    }

    @Override
    public void sendEnd() {
        int result = avcodec_send_packet(context(), null);
        if (result < 0 && result != AVERROR_EOF()) {
            throw FfmpegErrors.exception(result, "Cannot decode the end of " + name);
        }
    }

    @Override
    public DecodedPicture receive() {
        av_frame_unref(frame);
        int result = avcodec_receive_frame(context(), frame);
        if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
            return null;
        }
        if (result < 0) {
            sound = false;
            throw FfmpegErrors.exception(result, "Cannot decode " + name);
        }
        picturesDecoded++;
        Pointer opaque = frame.opaque();
        int packet = opaque == null ? -1 : (int) (opaque.address() - 1);
        long pts = frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp();
        boolean corrupt = (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
        sound &= !corrupt;
        return new DecodedPicture(
                packet,
                pts,
                frame.pkt_dts(),
                frame.duration(),
                (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0,
                String.valueOf((char) av_get_picture_type_char(frame.pict_type())),
                corrupt,
                this::image);
    }

    private Image image() {
        long start = System.nanoTime();
        try {
            return converter.convert(frame, reading.orientation());
        } finally {
            convertNanos += System.nanoTime() - start;
        }
    }

    @Override
    public void flush() {
        av_frame_unref(frame);
        if (!sound || parameters.codec_id() == AV_CODEC_ID_MPEG4) {
            // FFmpeg's flush keeps the distance of fields of MPEG-4, and with it what a damaged B-VOP may have made of
            // it; and of H.264 what a damaged macroblock left, which the next one, of whatever picture, is decoded
            // with.
            closeContext();
            context();
        } else {
            avcodec_flush_buffers(context());
        }
        sound = true;
    }

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public void rest() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }

    @Override
    public DecoderStatistics statistics() {
        return new DecoderStatistics(picturesDecoded, convertNanos, GpuStatistics.NONE);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rest();
            av_frame_free(frame);
            closeContext();
            avcodec_parameters_free(parameters);
            NativeObjects.closed();
        }
    }

    /** A packet's number dressed as a pointer; FFmpeg copies it and never looks behind it. */
    private static final class Number extends Pointer {
        Number(long value) {
            address = value;
        }
    }
}
