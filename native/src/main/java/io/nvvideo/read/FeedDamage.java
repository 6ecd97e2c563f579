package io.nvvideo.read;

import io.nvvideo.media.FrameIndex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What {@link DamagedPackets} is where there is no index: it knows of key frames what has been read of them so far. Forgets what
 * nothing that is still to come can be predicted from. Pure.
 */
final class FeedDamage {
    private record Place(int packet, long pts) {
        boolean isAfter(long other) {
            return pts != FrameIndex.NO_TIMESTAMP && other != FrameIndex.NO_TIMESTAMP && pts > other;
        }
    }

    private final Deque<Place> keys = new ArrayDeque<>();
    private final List<Place> damaged = new ArrayList<>();
    private Place last = new Place(0, FrameIndex.NO_TIMESTAMP);

    /** A packet is about to be decoded. */
    void feed(int packet, long pts, boolean isKey) {
        last = new Place(packet, pts);
        if (isKey) {
            keys.add(last);
        }
    }

    /** What was fed last could not be decoded, or what comes next could not be read. */
    void fail() {
        damaged.add(last);
    }

    /**
     * A picture has come out; whether it is damaged, or any other that it may be predicted from.
     *
     * @param packet its packet; negative if the decoder lost it
     */
    boolean reaches(int packet, long pts, boolean isDamaged) {
        int own = packet < 0 ? last.packet : packet;
        if (isDamaged) {
            damaged.add(new Place(own, pts));
        }
        Place key = keyOf(own, pts);
        damaged.removeIf(place -> place.packet < key.packet);
        // What is stored behind the key frame but shown before it is no reference of what is shown behind it.
        return damaged.stream().anyMatch(place -> place.packet <= own && !key.isAfter(place.pts));
    }

    /** The key frame that decoding of a picture begins with; those before are forgotten. */
    private Place keyOf(int packet, long pts) {
        Place key = null;
        while (!keys.isEmpty() && keys.peek().packet <= packet && !keys.peek().isAfter(pts)) {
            key = keys.poll();
        }
        if (key == null) {
            return new Place(0, FrameIndex.NO_TIMESTAMP);
        }
        keys.push(key);
        return key;
    }
}
