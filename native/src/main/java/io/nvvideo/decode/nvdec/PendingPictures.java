package io.nvvideo.decode.nvdec;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the packets tell whose pictures are to come, which the GPU's decoders do not hand on. Pure. */
final class PendingPictures {
    /** The number of no packet. */
    static final int NONE = -1;

    /** Pictures whose packets are so far behind do not come any more: the second fields of frames. */
    private static final int MAX_REORDERED_PACKETS = 64;

    private final TreeMap<Integer, PictureHeaders.Header> headers = new TreeMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();

    /** A packet is about to be fed. */
    void add(int number, PictureHeaders.Header header) {
        headers.put(number, header);
        numbers.put(header.pts(), number);
        forget(headers.headMap(number - MAX_REORDERED_PACKETS));
    }

    /** Whether any of them is shown at a time, in ticks of the stream. */
    boolean isTaken(long pts) {
        return numbers.containsKey(pts);
    }

    /** The packet whose picture is shown at a time; {@link #NONE} if there is none. */
    int shownAt(long pts) {
        return numbers.getOrDefault(pts, NONE);
    }

    /** What a packet tells; nothing is known if it is none of them. */
    PictureHeaders.Header of(int number) {
        return headers.getOrDefault(number, PictureHeaders.Header.LOST);
    }

    /** The number of a packet whose picture has come, if it is one of them, and {@link #NONE} if it is not. */
    int known(int number) {
        return headers.containsKey(number) ? number : NONE;
    }

    /** Its picture has come. */
    void remove(int number) {
        forget(headers.subMap(number, number + 1));
    }

    private void forget(Map<Integer, PictureHeaders.Header> past) {
        past.forEach((number, header) -> numbers.remove(header.pts(), number));
        past.clear();
    }

    void clear() {
        headers.clear();
        numbers.clear();
    }
}
