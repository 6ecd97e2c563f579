package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.image.Image;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A stream on NVDEC by way of FFmpeg's {@code h264_cuvid} and its like, the second choice. They make a session for each place that
 * is jumped to, copy every picture once on the GPU, and do not tell which ones the hardware found damaged; pictures that nobody
 * wants stay on the GPU. Fields are woven, which is what they do unless told otherwise.
 */
public final class CuvidDecoder implements Decoder {
    /** Pictures whose packets are so far behind do not come any more: the second fields of frames. */
    private static final int MAX_REORDERED_PACKETS = 64;

    private final NvdecCodec codec;
    /** What is shown is counted in pairs of columns and rows, in 4:2:0 of H.264 and HEVC; sizes of the others may be odd. */
    private final boolean even;

    private final int statedWidth;
    private final int statedHeight;
    private final PictureHeaders headers;
    private final PacketFilter filter;
    private final LeadingPictures leading;
    private final CuvidPixels pixels;
    private final CuvidSession session;
    /** Of packets whose pictures are to come. */
    private final TreeMap<Integer, PictureHeaders.Header> pending = new TreeMap<>();
    /** Packets that are not fed yet, while pictures of another sequence are to come. */
    private final Deque<AVPacket> waiting = new ArrayDeque<>();
    /** Of the sequence that is fed; before that what the container says. */
    private SequenceMark mark;

    /** Whether the session was told that nothing follows. */
    private boolean draining;
    /** Whether no packet follows. */
    private boolean ended;

    private boolean sound = true;
    private long pictures;
    private long sessions;
    private long convertNanos;
    private boolean closed;

    /**
     * Sets up; a session is made for the first packet.
     *
     * @param name of the file, for errors
     * @throws VideoException UNSUPPORTED if FFmpeg has no decoder for it on GPUs
     */
    CuvidDecoder(CuvidGpu gpu, AVStream stream, String name) {
        String codecName = Names.string(avcodec_get_name(stream.codecpar().codec_id()));
        codec = NvdecCodec.named(codecName)
                .orElseThrow(() -> new VideoException(
                        Code.UNSUPPORTED,
                        "Cannot decode " + name + " on " + gpu + ": NVDEC does not know " + codecName
                                + ". Use device=auto or device=cpu."));
        StreamFormat format = new StreamFormat(stream.codecpar());
        even = (codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC)
                && format.stated() != null
                && StreamFormat.chroma(format.stated()) == NvdecChroma.YUV420;
        statedWidth = stream.codecpar().width();
        statedHeight = stream.codecpar().height();
        leading = LeadingPictures.of(codec);
        pixels = new CuvidPixels(gpu.device(), codec, format, name);
        headers = new PictureHeaders(stream.codecpar());
        PacketFilter filtering = null;
        try {
            filtering = new PacketFilter(codec, stream.codecpar(), name);
            filter = filtering;
            session = new CuvidSession(gpu, codec, format.stated(), filtering, name);
        } catch (RuntimeException | Error e) {
            headers.close();
            if (filtering != null) {
                filtering.close();
            }
            throw e;
        }
        mark = markOfHeaders();
    }

    private SequenceMark markOfHeaders() {
        return SequenceMark.of(codec, ByteBuffer.wrap(filter.headers()));
    }

    @Override
    public void begin(Reading next) {
        rest();
        pixels.begin(next);
    }

    @Override
    public void send(AVPacket packet, int number) {
        pixels.forget();
        if (!sound) {
            // Nothing before the next flush can be told from what was spoiled.
            return;
        }
        pending.put(number, headers.of(packet));
        pending.headMap(number - MAX_REORDERED_PACKETS).clear();
        pixels.look(packet, !session.isOpen());
        filter.send(packet, number);
        take();
        if (!draining) {
            feed();
        }
    }

    private void take() {
        for (AVPacket packet = filter.receive(); packet != null; packet = filter.receive()) {
            if (packet.size() > 0) {
                AVPacket kept = FfmpegErrors.allocated(av_packet_clone(packet), "a packet");
                // It would be said of another picture: they come in another order.
                kept.flags(kept.flags() & ~AV_PKT_FLAG_DISCARD);
                waiting.add(kept);
            }
        }
    }

    @Override
    public void sendEnd() {
        pixels.forget();
        if (!sound) {
            return;
        }
        filter.sendEnd();
        take();
        ended = true;
        if (waiting.isEmpty()) {
            drain();
        } else if (!draining) {
            feed();
        }
    }

    /** One packet, if it belongs to what was fed before; else that comes to its end first. */
    private void feed() {
        AVPacket packet = waiting.peek();
        if (packet == null) {
            return;
        }
        SequenceMark next = SequenceMark.of(codec, CodecData.bytes(packet.data(), packet.size()));
        if (session.isOpen() && !draining && next != null && mark != null && !next.equals(mark)) {
            drain();
            if (!even) {
                forgetWaiting();
                throw session.unsupported("its pictures change in its middle");
            }
            return;
        }
        if (draining) {
            shut();
        }
        mark = next == null ? mark : next;
        waiting.remove();
        spoilingOnFailure(() -> put(packet));
        if (ended && waiting.isEmpty()) {
            drain();
        }
    }

    /** Owns the packet. */
    private void put(AVPacket packet) {
        try {
            if (!session.isOpen()) {
                leading.begin((int) packet.pts(), packet);
                pixels.restart();
                session.open(shownWidth(), shownHeight());
                sessions++;
            }
            if (!leading.isUndecodable(packet)) {
                session.send(packet);
            }
        } finally {
            av_packet_free(packet);
        }
    }

    private void drain() {
        if (session.isOpen() && !draining) {
            draining = true;
            spoilingOnFailure(() -> session.send(null));
        }
    }

    private int shownWidth() {
        return even ? 0 : mark != null && mark.width() > 0 ? mark.width() : statedWidth;
    }

    private int shownHeight() {
        return even ? 0 : mark != null && mark.height() > 0 ? mark.height() : statedHeight;
    }

    private void spoilingOnFailure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            sound = false;
            shut();
            forgetWaiting();
            throw e;
        }
    }

    @Override
    public DecodedPicture receive() {
        pixels.forget();
        while (true) {
            DecodedPicture picture = next();
            if (picture != null || waiting.isEmpty()) {
                return picture;
            }
            feed();
        }
    }

    private DecodedPicture next() {
        DecodedPicture[] next = new DecodedPicture[1];
        spoilingOnFailure(() -> {
            AVFrame frame = session.isOpen() ? session.receive() : null;
            while (frame != null && next[0] == null) {
                next[0] = picture(frame);
                frame = next[0] == null ? session.receive() : null;
            }
        });
        return next[0];
    }

    /** Null for one that is not to be shown. */
    private DecodedPicture picture(AVFrame frame) {
        PictureHeaders.Header header = pending.remove((int) frame.pts());
        int number = header == null ? -1 : (int) frame.pts();
        pixels.settle(session.context(), shownWidth(), shownHeight());
        if (leading.isLeading(number)) {
            return null;
        }
        pictures++;
        PictureHeaders.Header known = header == null ? PictureHeaders.Header.LOST : header;
        return new DecodedPicture(
                number,
                known.pts(),
                known.dts(),
                known.duration(),
                known.keyFrame(),
                known.type(),
                (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0,
                () -> image(frame));
    }

    private Image image(AVFrame frame) {
        long began = System.nanoTime();
        try {
            return pixels.image(frame);
        } finally {
            convertNanos += System.nanoTime() - began;
        }
    }

    private void shut() {
        session.shut();
        draining = false;
    }

    private void forgetWaiting() {
        waiting.forEach(packet -> av_packet_free(packet));
        waiting.clear();
    }

    /** Ends the session: FFmpeg's own flush makes another one too. */
    @Override
    public void flush() {
        pixels.forget();
        shut();
        forgetWaiting();
        pending.clear();
        filter.flush();
        mark = markOfHeaders();
        ended = false;
        sound = true;
    }

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public void rest() {
        flush();
        pixels.close();
    }

    @Override
    public DecoderStatistics statistics() {
        return new DecoderStatistics(pictures, convertNanos, new GpuStatistics(pictures, sessions, 0, 0, 0, 0));
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rest();
            session.close();
            filter.close();
            headers.close();
        }
    }
}
