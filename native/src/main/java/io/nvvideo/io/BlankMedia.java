package io.nvvideo.io;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What is served for media data that is not read: zeros, but for a few bytes.
 *
 * @param ranges what is not read
 * @param written what stands there by its position in the file instead of zeros
 */
public record BlankMedia(MediaRanges ranges, NavigableMap<Long, byte[]> written) {

    /** Copies the map. */
    public BlankMedia {
        written = new TreeMap<>(written);
    }

    /** Fills the beginning of a buffer with what is served from a position on. */
    void fill(BytePointer buffer, long position, long count) {
        Pointer.memset(buffer, 0, count);
        Map.Entry<Long, byte[]> each = written.floorEntry(position);
        if (each == null) {
            each = written.ceilingEntry(position);
        }
        while (each != null && each.getKey() < position + count) {
            byte[] bytes = each.getValue();
            for (int i = 0; i < bytes.length; i++) {
                long at = each.getKey() + i - position;
                if (at >= 0 && at < count) {
                    buffer.put(at, bytes[i]);
                }
            }
            each = written.higherEntry(each.getKey());
        }
    }
}
