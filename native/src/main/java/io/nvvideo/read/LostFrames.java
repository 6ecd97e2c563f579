package io.nvvideo.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Planner;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/**
 * What is told of wanted frames that never came: of those behind each key frame by themselves, so that it is the same failure
 * whatever is read beside it.
 */
final class LostFrames {
    private final String name;
    private final FrameIndex index;
    private final Queue<VideoException> untold = new ArrayDeque<>();

    LostFrames(String name, FrameIndex index) {
        this.name = name;
        this.index = index;
    }

    /** Frames that will not come. */
    void add(BitSet lost) {
        int first = lost.nextSetBit(0);
        while (first >= 0) {
            int start = Planner.startPacket(index, first);
            int count = 0;
            int frame = first;
            while (frame >= 0 && Planner.startPacket(index, frame) == start) {
                count++;
                frame = lost.nextSetBit(frame + 1);
            }
            untold.add(failure(first, count));
            first = frame;
        }
    }

    /** Throws the next failure that has not been told. */
    void tell() {
        VideoException next = untold.poll();
        if (next != null) {
            throw next;
        }
    }

    private VideoException failure(int first, int count) {
        String what = count == 1
                ? "frame " + first + " of " + name + ": the decoder gave no picture for it"
                : count + " frames of " + name + ", the first one frame " + first
                        + ": the decoder gave no picture for them";
        return new VideoException(
                        Code.CORRUPT,
                        "Cannot decode " + what
                                + ". The stream is damaged; option mode=PERMISSIVE reads the other frames.")
                .ofFrame(first);
    }
}
