package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_COPY_OPAQUE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DNXHD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PRORES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
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
import io.nvvideo.decode.CodecContext;
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
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
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
     * with B-frames decodes to other pixels on three threads than on one, seek or not. So do damaged MPEG-1 and MPEG-2, whose
     * slices are concealed one by one: in B pictures that come out before the picture that is called damaged.
     */
    private static final Set<Integer> IN_PARALLEL = Set.of(
            AV_CODEC_ID_H264,
            AV_CODEC_ID_HEVC,
            AV_CODEC_ID_VVC,
            AV_CODEC_ID_AV1,
            AV_CODEC_ID_VP8,
            AV_CODEC_ID_VP9,
            AV_CODEC_ID_MJPEG,
            AV_CODEC_ID_PRORES,
            AV_CODEC_ID_DNXHD,
            AV_CODEC_ID_FFV1);

    private final String name;
    private final IntFunction<String> packetNames;
    private final CodecContext context;
    private final LearnedParameters learned;
    private final AVRational timeBase = new AVRational();
    private final int threads;
    private final boolean isFlushable;
    private final AVFrame frame;
    /** Opened for one thread, and not flushed since then. */
    private boolean exact;

    private Reading reading;
    private ImageConverter converter;
    private long picturesDecoded;
    private boolean sound = true;
    /** Whether nothing was fed since the last flush. */
    private boolean fresh = true;

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
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + name + ": this FFmpeg build has no decoder for codec " + codecName
                            + ". Its metadata can be read (view=videos); transcode the file to read its frames.");
        }
        this.threads = IN_PARALLEL.contains(stream.codecpar().codec_id()) ? threads : 1;
        timeBase.num(stream.time_base().num()).den(stream.time_base().den());
        isFlushable = isFlushable(stream.codecpar().codec_id());
        learned = new LearnedParameters(stream.codecpar(), name);
        context = new CodecContext(codec, stream.codecpar(), this::setUp, name);
        frame = av_frame_alloc();
        NativeObjects.opened();
        try {
            FfmpegErrors.allocated(frame, "a frame");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * FFmpeg's flush keeps the distance of fields of MPEG-4, and with it what a damaged B-VOP may have made of it. On several threads
     * a decoder of VP9 that was flushed ends the process when damage comes next (FFmpeg 8.0.1).
     */
    private boolean isFlushable(int codec) {
        return codec != AV_CODEC_ID_MPEG4 && (codec != AV_CODEC_ID_VP9 || threads == 1);
    }

    private void setUp(AVCodecContext opened) {
        opened.pkt_timebase(timeBase);
        opened.thread_count(exact ? 1 : threads);
        if (opened.codec_id() == AV_CODEC_ID_MJPEG) {
            // Otherwise the rest of a picture that cannot be decoded is that of another one, and nothing says so.
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

    @Override
    public void begin(Reading next) {
        rest();
        context.open();
        reading = next;
        converter = new ImageConverter(next.output(), name);
    }

    @Override
    public void send(AVPacket packet, int number) {
        if (fresh && (packet.flags() & AV_PKT_FLAG_KEY) == 0) {
            // Whatever is made of it is made of nothing, and FFmpeg need not tell.
            sound = false;
        }
        fresh = false;
        int result;
        AVPacket whole = learned.complete(packet, number);
        try {
            whole.opaque(new Number(number + 1L));
            result = avcodec_send_packet(context.open(), whole);
        } finally {
            if (whole != packet) {
                av_packet_free(whole);
            }
        }
        if (result < 0) {
            sound = false;
            // On several threads it may be the fault of one before.
            learned.forgetFrom(number - packetsInDoubt());
            throw FfmpegErrors.exception(result, "Cannot decode " + packetNames.apply(number) + " of " + name);
        }
    }

    @Override
    public void sendEnd() {
        int result = avcodec_send_packet(context.open(), null);
        if (result < 0 && result != AVERROR_EOF()) {
            throw FfmpegErrors.exception(result, "Cannot decode the end of " + name);
        }
    }

    @Override
    public DecodedPicture receive() {
        av_frame_unref(frame);
        int result = avcodec_receive_frame(context.open(), frame);
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
        if (corrupt) {
            sound = false;
            learned.forget(packet);
        }
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
        // What was opened for one thread has to be opened again for several.
        flush(exact && threads > 1, false);
    }

    @Override
    public void restart() {
        flush(true, true);
    }

    private void flush(boolean reopen, boolean toBeExact) {
        av_frame_unref(frame);
        exact = toBeExact;
        if (reopen || !sound || !isFlushable) {
            // FFmpeg's flush keeps of H.264 what a damaged macroblock left, which the next one, of whatever picture,
            // is decoded with.
            context.shut();
            context.open();
            learned.reopened();
        } else {
            context.flush();
        }
        sound = true;
        fresh = true;
    }

    @Override
    public boolean isExact() {
        return exact;
    }

    /** FFmpeg decodes as many packets at the same time as it has threads, and tells of each when all of them have one. */
    @Override
    public int packetsInDoubt() {
        boolean frames = context.isOpen() && (context.open().active_thread_type() & FF_THREAD_FRAME) != 0;
        return frames ? context.open().thread_count() - 1 : 0;
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
            context.close();
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
