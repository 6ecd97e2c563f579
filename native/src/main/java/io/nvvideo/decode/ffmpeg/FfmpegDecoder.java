package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
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
import io.nvvideo.decode.CodecContext;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.NumberPointer;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageConverter;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's software decoders. */
public final class FfmpegDecoder implements Decoder {
    private final String name;
    private final IntFunction<String> packetNames;
    private final SoftwareCodec codec;
    private final CodecContext context;
    private final LearnedParameters learned;
    private final boolean strict;
    private final AVFrame frame;
    /** Opened for one thread, and not flushed since then. */
    private boolean exact;

    /** Of the packet that was fed last and told it; null before that. */
    private MpegSequence sequence;
    /** Waits until the pictures before it are out; null if there is none. */
    private AVPacket held;

    private int heldNumber;

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
     * @param strict whether what goes wrong is decoded again, after {@link #restart()}, so that it had better be told in doubt
     * @throws VideoException UNSUPPORTED if this build has no decoder for the codec
     */
    public FfmpegDecoder(AVStream stream, int threads, String name, IntFunction<String> packetNames, boolean strict) {
        this.name = name;
        this.packetNames = packetNames;
        this.strict = strict;
        codec = SoftwareCodec.of(stream, threads, name);
        learned = new LearnedParameters(stream.codecpar(), name);
        context = new CodecContext(codec.decoder(), stream.codecpar(), this::setUp, name);
        frame = av_frame_alloc();
        NativeObjects.opened();
        try {
            FfmpegErrors.allocated(frame, "a frame");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void setUp(AVCodecContext opened) {
        codec.setUp(opened, exact, strict && !exact);
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
        learned.see(packet, number);
        if (fresh && learned.isOutdatedAt(number)) {
            reopen();
        }
        fresh = false;
        MpegSequence next = MpegSequence.of(codec.decoder().id(), CodecData.bytes(packet.data(), packet.size()));
        boolean changes = next != null && sequence != null && !next.equals(sequence);
        sequence = next == null ? sequence : next;
        if (changes) {
            held = FfmpegErrors.allocated(av_packet_clone(packet), "a packet");
            heldNumber = number;
            sendEnd();
        } else {
            feed(packet, number);
        }
    }

    private void feed(AVPacket packet, int number) {
        int result;
        AVPacket whole = learned.complete(packet, number);
        try {
            whole.opaque(new NumberPointer(number + 1L));
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
        int result = receiveFrame();
        while (held != null && (result == AVERROR_EAGAIN() || result == AVERROR_EOF())) {
            reopen();
            feedHeld();
            result = receiveFrame();
        }
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

    private int receiveFrame() {
        int result;
        do {
            av_frame_unref(frame);
            result = avcodec_receive_frame(context.open(), frame);
        } while (result >= 0 && codec.isStandIn(frame));
        return result;
    }

    private void feedHeld() {
        AVPacket packet = held;
        held = null;
        try {
            feed(packet, heldNumber);
        } finally {
            av_packet_free(packet);
        }
    }

    private void dropHeld() {
        if (held != null) {
            av_packet_free(held);
            held = null;
        }
        sequence = null;
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
        flush(exact && codec.threads() > 1, false);
    }

    @Override
    public void restart() {
        flush(true, true);
    }

    private void flush(boolean reopen, boolean toBeExact) {
        av_frame_unref(frame);
        dropHeld();
        exact = toBeExact;
        if (reopen || !sound || !codec.isFlushable()) {
            // FFmpeg's flush keeps of H.264 what a damaged macroblock left, which the next one, of whatever picture,
            // is decoded with.
            reopen();
        } else {
            context.flush();
        }
        sound = true;
        fresh = true;
    }

    private void reopen() {
        context.shut();
        context.open();
        learned.reopened();
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
            dropHeld();
            av_frame_free(frame);
            context.close();
            NativeObjects.closed();
        }
    }
}
