package io.nvvideo.read;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Planner;
import java.util.BitSet;

/**
 * Packets that could not be decoded, or not without a guess, and whose frames suffer from them: decoders say it of the picture
 * itself, but not of those that are predicted from it. Which ones are is not known; it may be any from there to the next key frame.
 */
final class DamagedPackets {
    private final FrameIndex index;
    private final BitSet damaged = new BitSet();

    DamagedPackets(FrameIndex index) {
        this.index = index;
    }

    /** Damage in a packet; nothing if there is no such packet. */
    void add(int packet) {
        if (packet >= 0 && packet < index.packets().count()) {
            damaged.set(packet);
        }
    }

    /** Decoding begins, or begins again, at a packet. */
    void clearFrom(int packet) {
        damaged.clear(packet, Math.max(packet, damaged.length()));
    }

    /** Whether any packet is damaged that decoding of a frame leads through, from its key frame on, or its own. */
    boolean reach(int frame) {
        int start = Planner.startPacket(index, frame);
        int key = index.frameOfPacket(start);
        int last = index.lastPacketOfFrame(frame);
        // What is stored behind the key frame but shown before it is no reference of what is shown behind it.
        for (int packet = damaged.nextSetBit(start); packet >= 0 && packet <= last; ) {
            int its = index.frameOfPacket(packet);
            if (its < 0 || its >= key) {
                return true;
            }
            packet = damaged.nextSetBit(packet + 1);
        }
        return false;
    }
}
