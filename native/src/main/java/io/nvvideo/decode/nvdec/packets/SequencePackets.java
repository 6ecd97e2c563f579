package io.nvvideo.decode.nvdec.packets;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.HeadedPacket;
import io.nvvideo.media.PixelFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Packets on their way to a decoder, which has to begin anew where another sequence begins. */
public final class SequencePackets implements AutoCloseable {
    private final NvdecCodec codec;
    private final String what;
    private final PacketFilter filter;
    /** What is shown is counted in pairs of columns and rows: 4:2:0 of H.264 and HEVC. Sizes of the others may be odd. */
    private final boolean even;

    private final int statedWidth;
    private final int statedHeight;
    private final Deque<AVPacket> waiting = new ArrayDeque<>();
    /** Of the sequence that is taken; before that what the container says. */
    private SequenceMark mark;

    /**
     * @param format of the pictures as the container tells it; null if it does not
     * @param what names the file in errors
     */
    public SequencePackets(NvdecCodec codec, PixelFormat format, AVCodecParameters parameters, String what) {
        this.codec = codec;
        this.what = what;
        even = (codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC)
                && format != null
                && "4:2:0".equals(format.chromaSubsampling());
        statedWidth = parameters.width();
        statedHeight = parameters.height();
        filter = new PacketFilter(codec, parameters, what);
        mark = markOfHeaders();
    }

    private SequenceMark markOfHeaders() {
        return SequenceMark.of(codec, ByteBuffer.wrap(filter.headers()));
    }

    /** What packets come out of. */
    public PacketFilter filter() {
        return filter;
    }

    /**
     * Adds a packet, which stays the caller's.
     *
     * @param number comes out as the time of what becomes of it
     * @throws io.nvvideo.VideoException CORRUPT if it is none
     */
    public void add(AVPacket packet, int number) {
        filter.send(packet, number);
        addFiltered();
    }

    /** No packet follows. */
    public void end() {
        filter.sendEnd();
        addFiltered();
    }

    private void addFiltered() {
        for (AVPacket packet = filter.receive(); packet != null; packet = filter.receive()) {
            AVPacket kept = FfmpegErrors.allocated(av_packet_clone(packet), "a packet of " + what);
            // It would be said of another picture: they come in another order.
            kept.flags(kept.flags() & ~AV_PKT_FLAG_DISCARD);
            waiting.add(kept);
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether the next packet is of another sequence than the last one that was taken. */
    public boolean beginsAnother() {
        SequenceMark next = next();
        return next != null && mark != null && !next.equals(mark);
    }

    private SequenceMark next() {
        AVPacket packet = waiting.peek();
        return SequenceMark.of(codec, CodecData.bytes(packet.data(), packet.size()));
    }

    /** Whether nothing of another sequence refers to what was before, and the size of its pictures is known. */
    public boolean canBeginAnother() {
        return even;
    }

    /** The next packet, which is then the caller's. */
    public AVPacket take() {
        SequenceMark next = next();
        mark = next == null ? mark : next;
        return waiting.remove();
    }

    /** Puts before a packet, whose time is its number still, what a parser needs that has seen nothing yet. */
    public void prependHeaders(AVPacket packet) {
        HeadedPacket.prepend(filter.headersBefore((int) packet.pts()), packet, "Cannot copy a packet of " + what);
    }

    /** Pixels of the sequence that are shown; 0: as many as the decoder tells. */
    public int shownWidth() {
        return even ? 0 : mark != null && mark.width() > 0 ? mark.width() : statedWidth;
    }

    /** Pixels of the sequence that are shown; 0: as many as the decoder tells. */
    public int shownHeight() {
        return even ? 0 : mark != null && mark.height() > 0 ? mark.height() : statedHeight;
    }

    /** Forgets the packets that were not taken. */
    public void drop() {
        waiting.forEach(packet -> av_packet_free(packet));
        waiting.clear();
    }

    /** Forgets everything that was added. */
    public void flush() {
        drop();
        filter.flush();
        mark = markOfHeaders();
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        drop();
        filter.close();
    }
}
