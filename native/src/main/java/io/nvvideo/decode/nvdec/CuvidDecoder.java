package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.decode.nvdec.packets.FedPackets;
import io.nvvideo.decode.nvdec.packets.GrayPictures;
import io.nvvideo.decode.nvdec.packets.SequencePackets;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.image.Image;
import io.nvvideo.media.FrameIndex;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A stream on NVDEC by way of FFmpeg's {@code h264_cuvid} and its like, the second choice. They make a session for each place that
 * is jumped to, copy every picture once on the GPU, and do not tell which ones the hardware found damaged; pictures that nobody
 * wants stay on the GPU. Fields are woven, which is what they do unless told otherwise.
 */
public final class CuvidDecoder implements Decoder {
    private final NvdecCodec codec;
    private final PictureHeaders headers;
    private final SequencePackets packets;
    private final LeadingPictures leading;
    private final FedPackets fed;
    private final CuvidPixels pixels;
    private final CuvidSession session;
    /**
     * Packets are told apart by the times at which they are shown. The parser hands times on, but sorts those that are not in the order
     * of presentation ({@link PicturePackets}), so that a packet's number would come back with the picture of another one.
     */
    private final PendingPictures pending = new PendingPictures();
    /** Whether the session has seen no packet. */
    private boolean fresh;
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
        codec = DecodingGpu.codec(stream, gpu, name);
        StreamFormat format = new StreamFormat(stream.codecpar());
        leading = LeadingPictures.of(codec);
        fed = new FedPackets(codec, name);
        pixels = new CuvidPixels(gpu.device(), codec, format, name);
        headers = new PictureHeaders(stream.codecpar());
        SequencePackets filtered = null;
        try {
            filtered = new SequencePackets(codec, format.stated(), stream.codecpar(), name);
            packets = filtered;
            session = new CuvidSession(gpu, codec, format.stated(), filtered.filter(), name);
        } catch (RuntimeException | Error e) {
            headers.close();
            if (filtered != null) {
                filtered.close();
            }
            throw e;
        }
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
        PictureHeaders.Header header = headers.of(packet);
        if (header.pts() == FrameIndex.NO_TIMESTAMP) {
            throw session.unsupported("its packets do not tell when they are shown");
        }
        if (pending.isTaken(header.pts())) {
            throw session.unsupported("two of its packets are shown at the same time");
        }
        pending.add(number, header);
        pixels.look(packet, !session.isOpen());
        packets.add(packet, number);
        if (!draining) {
            feed();
        }
    }

    @Override
    public void sendEnd() {
        pixels.forget();
        if (!sound) {
            return;
        }
        packets.end();
        ended = true;
        if (packets.isEmpty()) {
            drain();
        } else if (!draining) {
            feed();
        }
    }

    /** One packet, if it belongs to what was fed before; else that comes to its end first. */
    private void feed() {
        if (packets.isEmpty()) {
            return;
        }
        if (session.isOpen() && !draining && packets.beginsAnother()) {
            drain();
            if (!packets.canBeginAnother()) {
                packets.drop();
                throw session.unsupported("its pictures change in its middle");
            }
            return;
        }
        if (draining) {
            shut();
        }
        spoilingOnFailure(() -> put(packets.take()));
        if (ended && packets.isEmpty()) {
            drain();
        }
    }

    /** Owns the packet. */
    private void put(AVPacket packet) {
        try {
            if (!session.isOpen()) {
                leading.begin((int) packet.pts(), packet);
                pixels.restart();
                session.open(packets.shownWidth(), packets.shownHeight());
                sessions++;
                fresh = true;
            }
            if (!leading.isUndecodable(packet)) {
                if (fresh) {
                    packets.prependHeaders(packet);
                    fresh = false;
                }
                look(CodecData.bytes(packet.data(), packet.size()));
                packet.pts(pending.of((int) packet.pts()).pts());
                session.send(packet);
            }
        } finally {
            av_packet_free(packet);
        }
    }

    /** FFmpeg takes what NVDEC's parser tells for granted. */
    private void look(ByteBuffer packet) {
        if (fed.look(packet).isCutAtLeftOrTop()) {
            throw session.unsupported("its pictures are cut off at the left or at the top");
        }
        if (GrayPictures.areIn(codec, packet)) {
            throw session.unsupported(GrayPictures.REASON);
        }
        fed.reasonAgainst(packet).ifPresent(reason -> {
            throw session.unsupported(reason);
        });
    }

    private void drain() {
        if (session.isOpen() && !draining) {
            draining = true;
            spoilingOnFailure(() -> session.send(null));
        }
    }

    private void spoilingOnFailure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            sound = false;
            shut();
            packets.drop();
            throw e;
        }
    }

    @Override
    public DecodedPicture receive() {
        pixels.forget();
        while (true) {
            DecodedPicture picture = next();
            if (picture != null || packets.isEmpty()) {
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
        int number = pending.shownAt(frame.pts());
        PictureHeaders.Header known = pending.of(number);
        pending.remove(number);
        pixels.settle(session.context(), packets.shownWidth(), packets.shownHeight());
        if (leading.isLeading(number)) {
            return null;
        }
        pictures++;
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
        fed.clear();
        draining = false;
    }

    /** Ends the session: FFmpeg's own flush makes another one too. */
    @Override
    public void flush() {
        pixels.forget();
        shut();
        packets.flush();
        pending.clear();
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
            packets.close();
            headers.close();
        }
    }
}
