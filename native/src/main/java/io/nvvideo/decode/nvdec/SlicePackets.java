package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of codecs with start codes: a picture's first slice is looked for in the packets when it is decoded, and from then on the picture
 * is known by its surface. Where not one is found, because a driver hands other bytes on, times of presentation tell, which come
 * back with their own pictures. Pure.
 */
final class SlicePackets implements PicturePackets {
    /** How many bytes of a slice are enough: it begins with what counts pictures. */
    static final int SLICE_BYTES = 48;

    /** Packets behind which the parser has found no picture for so long have none. */
    private static final int MAX_WAITING = 64;

    private record Fed(long number, byte[] bytes) {}

    private final Deque<Fed> waiting = new ArrayDeque<>();
    private final Map<Integer, Long> bySurface = new HashMap<>();
    /** Of the last packets; {@link #NONE} where several have the same time. */
    private final Map<Long, Long> byTime = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MAX_WAITING;
        }
    };

    /** Whether a slice was ever found: then one that is not is of no packet. */
    private boolean slicesTell;

    private long lastFed = NONE;
    /** Whose picture was decoded last; it may have another one. */
    private Fed last;

    @Override
    public boolean readsBytes() {
        return true;
    }

    @Override
    public boolean slicesTell() {
        return slicesTell;
    }

    @Override
    public void feed(long number, long time, byte[] bytes) {
        lastFed = number;
        byTime.merge(time, number, (one, other) -> NONE);
        waiting.add(new Fed(number, bytes));
        if (waiting.size() > MAX_WAITING) {
            waiting.remove();
        }
    }

    @Override
    public void found(int surface, byte[] slice) {
        long number = packetOf(slice);
        slicesTell |= number != NONE;
        bySurface.put(surface, number);
    }

    @Override
    public DuePicture numbered(DuePicture picture) {
        long number = numberOf(picture.surface());
        return picture.at(number == NONE && !slicesTell ? byTime.getOrDefault(picture.timestamp(), NONE) : number);
    }

    @Override
    public long numberOfFed(int surface) {
        long number = numberOf(surface);
        return number == NONE && !slicesTell ? lastFed : number;
    }

    /** Of the picture that was decoded to a surface last; {@link #NONE} if its bytes are those of no packet. */
    long numberOf(int surface) {
        return bySurface.getOrDefault(surface, NONE);
    }

    private long packetOf(byte[] slice) {
        if (slice.length == 0) {
            return NONE;
        }
        int passed = 0;
        for (Fed packet : waiting) {
            passed++;
            if (contains(packet.bytes(), slice)) {
                last = packet;
                for (int i = 0; i < passed; i++) {
                    waiting.remove();
                }
                return packet.number();
            }
        }
        return last != null && contains(last.bytes(), slice) ? last.number() : NONE;
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forgetSurfaces() {
        bySurface.clear();
    }

    @Override
    public void clear() {
        waiting.clear();
        bySurface.clear();
        byTime.clear();
        last = null;
        lastFed = NONE;
    }
}
