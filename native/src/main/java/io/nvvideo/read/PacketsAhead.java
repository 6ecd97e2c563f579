package io.nvvideo.read;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.demux.KeptPictures;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Hands out the packets of a run one by one. Where headers tell which pictures are kept it reads some more before, so that those
 * tell of a picture whether anyone still needs it.
 */
final class PacketsAhead implements AutoCloseable {
    private static final int MAX_PACKETS = 40;
    /** As many as encoders put between two pictures that they send out of order; what has fewer behind it is looked at again. */
    private static final int MIN_PACKETS = 16;
    /** So much of packets is held at most, one more than that aside. */
    private static final long MAX_BYTES = 16L << 20;

    private record Read(int number, AVPacket packet, boolean disposable, KeptPictures kept) {}

    private final PacketCursor cursor;
    private final ReferenceReader references;
    private final Deque<Read> waiting = new ArrayDeque<>();
    private Read current;
    private AVPacket packet;
    private int number;
    private int lastPacket;
    private boolean looksAhead;
    private boolean atEnd;
    private long bytes;
    /** Of the container, behind all that is waiting. */
    private VideoException failure;
    /** Of packet {@link #judgedFrom} and those behind it; null until one was asked for. */
    private NeededPictures needed;

    private int judgedFrom;
    /** Of so many of them is known what can be known. */
    private int sure;
    /** By which the decoder tells the order of what comes next; meaningless where it is not known. */
    private long decoderOrder;

    private boolean knowsDecoderOrder;

    PacketsAhead(PacketCursor cursor, ReferenceReader references) {
        this.cursor = cursor;
        this.references = references;
    }

    /** Goes to a packet; the run ends behind {@code last}. */
    void start(int first, int last, boolean mayLeaveOut) {
        close();
        lastPacket = last;
        looksAhead = mayLeaveOut && references.tellsKept();
        atEnd = false;
        failure = null;
        knowsDecoderOrder = false;
        cursor.moveTo(first);
    }

    /** Number of the packet that {@link #read()} gives next. */
    int next() {
        return waiting.isEmpty() ? cursor.next() : waiting.peek().number;
    }

    /** The next packet, valid until the next call; null at the end of the run or of the stream. */
    AVPacket read() {
        release();
        if (!looksAhead) {
            packet = cursor.next() > lastPacket ? null : cursor.read();
            number = packet == null ? cursor.next() : cursor.number();
            return packet;
        }
        fill();
        current = waiting.poll();
        if (current == null && failure != null) {
            VideoException thrown = failure;
            failure = null;
            throw thrown;
        }
        number = current == null ? cursor.next() : current.number;
        packet = current == null ? null : current.packet;
        bytes -= current == null ? 0 : packet.size();
        return packet;
    }

    private void fill() {
        while (!atEnd && failure == null && waiting.size() < MAX_PACKETS && bytes < MAX_BYTES) {
            if (cursor.next() > lastPacket) {
                atEnd = true;
                return;
            }
            try {
                AVPacket next = cursor.read();
                if (next == null) {
                    atEnd = true;
                    return;
                }
                boolean disposable = references.isDisposable(next);
                KeptPictures kept = references.kept(next);
                waiting.add(new Read(
                        cursor.number(), FfmpegErrors.allocated(av_packet_clone(next), "a packet"), disposable, kept));
                NativeObjects.opened();
                bytes += next.size();
            } catch (VideoException e) {
                failure = e;
            }
        }
    }

    /** Number of the packet that was read last. */
    int number() {
        return number;
    }

    /** Whether the packet that was read last can be left out, nobody wanting its frame; to be asked once. */
    boolean isDisposable(IntPredicate wanted) {
        if (!looksAhead) {
            // Asked of the wanted ones too: they carry the headers that others are read by.
            return references.isDisposable(packet) && !wanted.test(number);
        }
        if (needed == null || number - judgedFrom >= sure) {
            judge(wanted);
        }
        boolean leftOut = needed.canLeaveOut(number - judgedFrom, knowsDecoderOrder, decoderOrder);
        if (!leftOut) {
            countAsSeen();
        }
        return leftOut;
    }

    /** From the packet that was read last on. */
    private void judge(IntPredicate wanted) {
        List<NeededPictures.Picture> pictures = new ArrayList<>();
        pictures.add(picture(current, wanted));
        waiting.forEach(read -> pictures.add(picture(read, wanted)));
        boolean complete = atEnd && failure == null;
        needed = new NeededPictures(pictures, complete);
        judgedFrom = number;
        sure = complete ? needed.count() : Math.max(1, needed.count() - MIN_PACKETS);
    }

    private void countAsSeen() {
        if (current.kept == null || current.kept.carriesOrder()) {
            knowsDecoderOrder = current.kept != null;
            decoderOrder = knowsDecoderOrder ? current.kept.order() : 0;
        }
    }

    private static NeededPictures.Picture picture(Read read, IntPredicate wanted) {
        return new NeededPictures.Picture(wanted.test(read.number), read.disposable, read.kept);
    }

    private void release() {
        if (current != null) {
            av_packet_free(current.packet);
            NativeObjects.closed();
            current = null;
        }
    }

    @Override
    public void close() {
        release();
        for (Read read : waiting) {
            av_packet_free(read.packet);
            NativeObjects.closed();
        }
        waiting.clear();
        needed = null;
        bytes = 0;
    }
}
