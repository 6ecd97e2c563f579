package io.nvvideo;

import io.nvvideo.VideoException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames in the order in which they were asked for, which is not the one in which they are decoded. */
final class FrameList {
    private FrameList() {}

    /**
     * Reads all of them.
     *
     * @param wanted their numbers, in any order and as often as they are wanted
     * @param name of the file, for the error
     * @throws VideoException CORRUPT if one does not come
     */
    static List<Frame> of(FrameReader reader, int[] wanted, String name) {
        Map<Long, Frame> decoded = new HashMap<>();
        while (reader.next()) {
            decoded.put(reader.info().index(), Frame.of(reader));
        }
        List<Frame> frames = new ArrayList<>(wanted.length);
        for (int number : wanted) {
            Frame frame = decoded.get((long) number);
            if (frame == null) {
                throw new VideoException(
                        Code.CORRUPT,
                        "Cannot decode frame " + number + " of " + name
                                + ": the decoder gave no picture for it. The stream is damaged here.");
            }
            frames.add(frame);
        }
        return frames;
    }
}
