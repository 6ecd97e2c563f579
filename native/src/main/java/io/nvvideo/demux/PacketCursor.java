package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.nvvideo.VideoException;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Reads the packets of one stream with their numbers in decode order, and goes to any of them. Where a container's own seek
 * ends up is never trusted: the packet found there is looked up in the index, and if it is not the right one the file is read
 * from its beginning.
 */
public final class PacketCursor implements AutoCloseable {
    /** As many packets as a reading may be off by the index at a time. */
    private static final int MAX_DRIFT = 64;

    /** Then reading on is the better way forward than seeking, and always ends sooner than beginning again. */
    private static final int MAX_FAILED_SEEKS = 3;

    private final Supplier<Demuxer> opener;
    private final int streamIndex;
    private final PacketTable table;
    private final AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
    private Demuxer demuxer;
    private ByteRanges expected = ByteRanges.NONE;
    private long bytesReadBefore;
    private int next;
    private boolean held;
    private boolean untouched;
    private int failedSeeksInARow;
    private int errorsInARow;

    /**
     * Starts before the first packet.
     *
     * @param demuxer freshly opened; owned from now on
     * @param opener opens the same source again, for going back to the beginning
     * @param index of the stream, or null: then the cursor only goes forward
     */
    public PacketCursor(Demuxer demuxer, Supplier<Demuxer> opener, int streamIndex, FrameIndex index) {
        this.demuxer = demuxer;
        this.opener = opener;
        this.streamIndex = streamIndex;
        this.table = index == null ? null : index.packets();
        this.untouched = true;
        NativeObjects.opened();
        demuxer.select(streamIndex);
    }

    /** Number of the packet that {@link #read()} reads next, if the file is sound. */
    public int next() {
        return next;
    }

    /** Number of the packet that {@link #read()} gave last; its bytes and times decide, not how many were read before it. */
    public int number() {
        return next - 1;
    }

    /** Makes packet {@code number} the next one. */
    public void moveTo(int number) {
        if (number == next) {
            return;
        }
        if (number < next || failedSeeksInARow < MAX_FAILED_SEEKS) {
            untouched = false;
            if (number == 0 || !seek(number)) {
                restart();
            }
        }
        while (next < number) {
            if (read() == null) {
                return;
            }
        }
    }

    /**
     * Reads the next packet; valid until the next call.
     *
     * @return null at the end, which is also where reading fails for the 64th time in a row
     * @throws VideoException CORRUPT if the container is damaged here; the next call goes on behind it
     */
    public AVPacket read() {
        untouched = false;
        if (held) {
            held = false;
            next++;
            return packet;
        }
        av_packet_unref(packet);
        if (errorsInARow >= PacketScanner.MAX_ERRORS) {
            return null;
        }
        try {
            if (!demuxer.read(packet)) {
                return null;
            }
        } catch (VideoException e) {
            errorsInARow++;
            throw e;
        }
        errorsInARow = 0;
        next = 1 + numberOfNext();
        return packet;
    }

    /**
     * Which packet was read: not the next one where a damaged index of a container names some that are not to be had, which
     * demuxers pass over in silence. What is none of those nearby counts as the next one.
     */
    private int numberOfNext() {
        int found = table == null || isAt(packet, next) ? next : numberOf(packet, next, MAX_DRIFT);
        return found < 0 ? next : found;
    }

    /** Whether the last try to seek has failed, so that going back means to read the file from its beginning. */
    public boolean cannotSeek() {
        return failedSeeksInARow > 0;
    }

    /** Which bytes are going to be read, so that no others are where the container can be read without them. */
    public void expect(ByteRanges ranges) {
        expected = ranges;
        demuxer.expect(ranges);
    }

    /** Whether positions and sizes in the index describe the bytes of the file. */
    public boolean describesBytes() {
        return demuxer.isIsoFile();
    }

    /** Bytes read from the source so far. */
    public long bytesRead() {
        return demuxer == null ? bytesReadBefore : bytesReadBefore + demuxer.bytesRead();
    }

    private void restart() {
        drop();
        if (!untouched) {
            bytesReadBefore += demuxer.bytesRead();
            demuxer.close();
            demuxer = opener.get();
            demuxer.select(streamIndex);
            demuxer.expect(expected);
        }
        next = 0;
        errorsInARow = 0;
        untouched = true;
    }

    /** Lets the container seek, and finds out where it went; false if that is not at or before {@code number}. */
    private boolean seek(int number) {
        drop();
        for (long timestamp : new long[] {table.pts(number), table.dts(number)}) {
            if (timestamp == FrameIndex.NO_TIMESTAMP || !demuxer.seek(timestamp)) {
                continue;
            }
            av_packet_unref(packet);
            boolean found;
            try {
                found = demuxer.read(packet);
            } catch (VideoException e) {
                if (e.code() != VideoException.Code.CORRUPT) {
                    throw e;
                }
                continue;
            }
            int landed = found ? numberOf(packet, number, table.count()) : -1;
            if (landed >= 0 && landed <= number) {
                next = landed;
                held = true;
                errorsInARow = 0;
                failedSeeksInARow = 0;
                return true;
            }
        }
        failedSeeksInARow++;
        return false;
    }

    /** The number of a packet by its timestamps and place; the one nearest to {@code expected}, -1 if there is none. */
    private int numberOf(AVPacket found, int expected, int reach) {
        // A seek ends near its target: long indices need not be searched as a whole.
        for (int distance = 0; distance < reach; distance++) {
            if (isAt(found, expected - distance)) {
                return expected - distance;
            }
            if (isAt(found, expected + distance)) {
                return expected + distance;
            }
        }
        return -1;
    }

    private boolean isAt(AVPacket found, int number) {
        if (number < 0
                || number >= table.count()
                || table.pts(number) != found.pts()
                || table.size(number) != found.size()) {
            // The size too: after a seek into the middle of a picture (MPEG-PS) its rest can have the times of the next
            // one.
            return false;
        }
        boolean placed = table.position(number) >= 0 && found.pos() >= 0;
        if (placed && table.position(number) != found.pos()) {
            return false;
        }
        // Made up from the packets before, which after a seek are others. Where a block lies tells it from all others.
        return table.dts(number) == found.dts() || placed && demuxer.makesUpDecodingTimes();
    }

    private void drop() {
        held = false;
        av_packet_unref(packet);
    }

    @Override
    public void close() {
        if (demuxer != null) {
            bytesReadBefore += demuxer.bytesRead();
            demuxer.close();
            av_packet_free(packet);
            NativeObjects.closed();
            demuxer = null;
        }
    }
}
