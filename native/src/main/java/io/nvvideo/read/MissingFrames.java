package io.nvvideo.read;

import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.media.FrameIndex;
import java.util.BitSet;

/** The frames that a run is to give and has not given yet; knows by their pictures which ones come. */
final class MissingFrames {
    private final FrameIndex index;
    private BitSet missing = new BitSet();
    /** None is missing before; a search from 0 for each picture would take ever longer. */
    private int noneBefore;
    /** The last one that has come. */
    private int last = -1;
    /** Packets that have given a picture since decoding started. */
    private final BitSet seen = new BitSet();

    MissingFrames(FrameIndex index) {
        this.index = index;
    }

    /** A run begins that is to give these frames. */
    void begin(int[] wanted) {
        missing = new BitSet();
        noneBefore = 0;
        last = -1;
        for (int frame : wanted) {
            missing.set(frame);
        }
    }

    /** Decoding begins, or begins again. */
    void restart() {
        seen.clear();
    }

    /** Which frame a picture is; -1 if it is none, or nobody can tell. To be asked once for each. */
    int frameOf(DecodedPicture decoded) {
        if (decoded.packet() >= 0 && decoded.packet() < index.packets().count()) {
            int frame = index.frameOfPacket(decoded.packet());
            // Of two pictures in a packet the second is found by its timestamp. Never the first: broken writers
            // store times that belong to other frames.
            if (frame < 0 || !seen.get(decoded.packet())) {
                seen.set(decoded.packet());
                return frame;
            }
        }
        return decoded.pts() == FrameIndex.NO_TIMESTAMP ? -1 : index.frameWithPts(decoded.pts());
    }

    boolean contains(int frame) {
        return frame >= 0 && missing.get(frame);
    }

    /** Whether the picture of a packet is one of them. */
    boolean containsPacket(int packet) {
        return packet >= 0 && packet < index.packets().count() && contains(index.frameOfPacket(packet));
    }

    /** The first one; -1 if all have come. */
    int first() {
        int first = missing.nextSetBit(noneBefore);
        noneBefore = Math.max(noneBefore, first);
        return first;
    }

    /** The first one behind all that have come; -1 if there is none. */
    int next() {
        return missing.nextSetBit(last + 1);
    }

    boolean isEmpty() {
        return missing.isEmpty();
    }

    /** It has come. */
    void remove(int frame) {
        missing.clear(frame);
        last = Math.max(last, frame);
    }

    /** Those that will never come. Leading pictures of the very first key frame are none: they refer to what is not in the file. */
    BitSet lost() {
        BitSet lost = (BitSet) missing.clone();
        lost.clear(0, Math.max(0, index.firstKeyFrame()));
        return lost;
    }
}
