package io.nvvideo.read;

import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.select.DecodePlan;
import io.nvvideo.select.DecodePlan.Skip;
import java.util.BitSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Which packets of a run are not decoded, and how many have not been. */
final class LeftOut {
    private final FrameIndex index;
    private final ReferenceReader references;
    private BitSet wanted = new BitSet();
    private DecodePlan.Run run;
    private Skip skip = Skip.NOTHING;
    /** Since decoding of the run began, the last time. */
    private int now;

    private int firstPacket;
    /** Unwanted pictures that could not have been decoded either. */
    private int leading;

    private long before;

    LeftOut(FrameIndex index, ReferenceReader references) {
        this.index = index;
        this.references = references;
    }

    void begin(DecodePlan.Run next) {
        run = next;
        skip = next.skip();
        wanted = new BitSet();
        for (int frame : next.keep()) {
            wanted.set(frame);
        }
    }

    /** Where decoding of the run begins first. */
    int start() {
        // Of interlaced MPEG-4 the first distance between two frames counts for all: another one would change pixels.
        boolean needsFirst = references.needsFirstDistance() && index.summary().variableFrameRate();
        return needsFirst ? 0 : run.firstPacket();
    }

    /** Decoding begins again at a packet: what was left out is fed now, or will be left out once more. */
    void restart(int packet) {
        now = 0;
        leading = 0;
        firstPacket = packet;
        references.restart();
    }

    /** From now on nothing is left out of the run. */
    void stop() {
        skip = Skip.NOTHING;
    }

    void end() {
        before += now + leading;
        now = 0;
        leading = 0;
    }

    /** Whether a picture that is missing or damaged may be so because of what was left out. */
    boolean mayBeToBlame() {
        return skip == Skip.DISPOSABLE && now > 0;
    }

    /** The same where no picture has come at all: streams may keep tables in their first packet. */
    boolean mayBeToBlameForAll() {
        return skip != Skip.NOTHING && now > 0;
    }

    /** Goes round the unwanted packets that come next, if none is needed and they are many bytes. */
    void jump(PacketCursor cursor) {
        if (skip != Skip.UNWANTED) {
            return;
        }
        int from = cursor.next();
        int to = from;
        while (to < run.lastPacket() && !isWanted(to)) {
            to++;
        }
        PacketTable packets = index.packets();
        long end = from == 0 ? 0 : packets.position(from - 1) + packets.size(from - 1);
        if (to > from && packets.position(to) - end >= DecodePlan.MAX_GAP_BYTES) {
            now += to - from;
            cursor.moveTo(to);
        }
    }

    /** Whether anything may be left out that only the bytes of packets tell. */
    boolean looksAtPackets() {
        return skip == Skip.DISPOSABLE;
    }

    /** Whether the packet that was read last is not to be decoded; it then counts as left out. */
    boolean take(AVPacket packet, PacketsAhead packets) {
        int number = packets.number();
        if (isLeading(number) && references.misleads(packet)) {
            // No picture is lost with it: it is not to blame for any.
            leading += isWanted(number) ? 0 : 1;
            return true;
        }
        boolean left = skip == Skip.UNWANTED && !isWanted(number)
                || skip == Skip.DISPOSABLE && packets.isDisposable(each -> isWanted(each) || isHalf(each));
        now += left ? 1 : 0;
        return left;
    }

    /** Whether a packet follows the key frame that decoding began with, but is shown before it. */
    private boolean isLeading(int packet) {
        int frame = index.frameOfPacket(packet);
        int key = index.frameOfPacket(firstPacket);
        boolean before = packet > firstPacket && index.packets().isKey(firstPacket) && frame >= 0 && frame < key;
        // A wanted one is there only if no key frame comes before it, or the file's times are in disorder.
        return before && (!isWanted(packet) || index.keyFrameAtOrBefore(frame) < 0);
    }

    private boolean isWanted(int packet) {
        int frame = index.frameOfPacket(packet);
        return frame >= 0 && wanted.get(frame);
    }

    /** Whether the frame has another packet, which may be needed and make a picture of its own without this one. */
    private boolean isHalf(int packet) {
        int frame = index.frameOfPacket(packet);
        return frame >= 0 && index.packetOfFrame(frame) != index.lastPacketOfFrame(frame);
    }

    long count() {
        return before + now + leading;
    }
}
