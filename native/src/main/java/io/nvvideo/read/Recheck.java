package io.nvvideo.read;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Planner;

/**
 * When packets are decoded once more, because of damage, by a decoder that is {@linkplain io.nvvideo.decode.Decoder#restart exact} and has
 * seen nothing before their key frame: what is made of the damage, and what is told, is then the same on any number of threads, and
 * wherever reading began.
 *
 * <p>It ends: from each beginning, decoding begins once more only if the decoder was not exact, or at a packet further behind.
 */
final class Recheck {
    /**
     * So many times a file is read from its beginning for it, because its container cannot seek, or it finds no damage where a decoder that
     * is not exact has objected to something. From then on the decoder is exact all the time.
     */
    private static final int MAX_FRUITLESS = 3;

    private static final int NOWHERE = -1;

    private final FrameIndex index;
    /** The packet that decoding began with last. */
    private int start;

    private boolean exact;
    /** Where it is about nothing any more. */
    private int end;

    private int fruitless;

    Recheck(FrameIndex index) {
        this.index = index;
    }

    /** Decoding begins, or begins again, at a packet; whether by a decoder that is to be exact. */
    boolean begin(int packet) {
        start = packet;
        exact = fruitless >= MAX_FRUITLESS;
        return exact;
    }

    /**
     * Something is wrong; where decoding is to begin once more, by an exact decoder. Negative if that would not change anything, or
     * cost too much.
     *
     * @param suspect the first packet that it may be of
     * @param expected the next frame that is wanted; negative if none is
     * @param next the packet that would be fed next
     */
    int begin(int suspect, int expected, int next) {
        int packet = keyOf(Math.max(0, Math.min(suspect, index.packets().count() - 1)));
        if (expected >= 0) {
            // A leading picture begins with an earlier key frame than the one that it is stored behind.
            packet = Math.min(packet, Planner.startPacket(index, expected));
        }
        packet = Math.max(start, packet);
        if (exact && packet <= start || fruitless >= MAX_FRUITLESS) {
            return NOWHERE;
        }
        start = packet;
        exact = true;
        end = next;
        return packet;
    }

    private int keyOf(int packet) {
        int frame = index.frameOfPacket(packet);
        return frame < 0 ? Planner.earlierStart(index, packet + 1) : Planner.startPacket(index, frame);
    }

    /** To begin meant to read the file from its beginning, or was for nothing. */
    void countFruitless() {
        fruitless++;
    }

    /** Whether it has begun last. */
    boolean isOn() {
        return exact;
    }

    /** Whether the decoder need not be exact any more, from a packet on. */
    boolean isOver(int next) {
        return exact && next >= end && fruitless < MAX_FRUITLESS;
    }
}
