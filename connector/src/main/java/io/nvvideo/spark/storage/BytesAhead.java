package io.nvvideo.spark.storage;

import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Reads a file in windows: small ones where a reader jumps about, as in headers, and ever larger ones where it goes on and
 * on, as in frames. Where the reader has said beforehand which bytes it will want, windows are as large as that. Keeps the
 * last windows, because a header is read more than once. So an object store sees few requests, none of them for much more
 * than is used.
 */
final class BytesAhead {
    /** Where a reader jumps to: a round trip to an object store takes as long as some 64 KB. */
    static final int SMALLEST = 64 * 1024;

    /** Where a reader goes on: what the guides of object stores recommend for a request. */
    static final int LARGEST = 8 * 1024 * 1024;

    /** All windows together, unless one alone is larger. */
    private static final int KEPT = LARGEST;

    /** Reads what lies at a position. */
    @FunctionalInterface
    interface Reader {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(long position, byte[] into, int offset, int length) throws IOException;
    }

    /** What was read; {@code grows} if who reads on behind it is given more. */
    private record Window(long start, byte[] bytes, int length, boolean grows) {
        boolean holds(long position) {
            return position >= start && position - start < length;
        }
    }

    private final Reader reader;
    private final long fileLength;
    /** The last one read comes first. */
    private final ArrayDeque<Window> windows = new ArrayDeque<>();

    private ByteRanges planned = ByteRanges.NONE;

    BytesAhead(Reader reader, long fileLength) {
        this.reader = reader;
        this.fileLength = fileLength;
    }

    /**
     * Says what will be read: windows that begin inside one of these ranges reach to its end, or as far as a window may, and
     * never beyond. Replaces what was said before.
     */
    void expect(ByteRanges ranges) {
        planned = ranges;
    }

    /** As {@link io.nvvideo.io.ByteSource#read}. */
    int read(long position, byte[] buffer, int offset, int wanted) throws IOException {
        if (position >= fileLength) {
            return -1;
        }
        Window window = find(position);
        if (window == null) {
            window = fetch(position, wanted);
            if (window.length == 0) {
                return -1;
            }
        }
        int from = (int) (position - window.start);
        int count = Math.min(wanted, window.length - from);
        System.arraycopy(window.bytes, from, buffer, offset, count);
        return count;
    }

    private Window find(long position) {
        for (Window window : windows) {
            if (window.holds(position)) {
                return window;
            }
        }
        return null;
    }

    private Window fetch(long position, int wanted) throws IOException {
        int length = (int) Math.min(windowLength(position, wanted), fileLength - position);
        byte[] bytes = makeRoom(length);
        int got = 0;
        while (got < length) {
            int count = reader.read(position + got, bytes, got, length - got);
            if (count <= 0) {
                break;
            }
            got += count;
        }
        Window window = new Window(position, bytes, got, planned.rangeAt(position) < 0);
        windows.addFirst(window);
        return window;
    }

    private int windowLength(long position, int wanted) {
        int range = planned.rangeAt(position);
        if (range >= 0) {
            return (int) Math.min(planned.end(range) - position, LARGEST);
        }
        if (fileLength - position <= wanted) {
            return wanted;
        }
        // Not only behind the last one: in between, the end of the file may have been looked at.
        for (Window window : windows) {
            long gap = position - window.start - window.length;
            if (window.grows && gap >= 0 && gap <= SMALLEST) {
                return Math.max(SMALLEST, Math.min(2 * window.length, LARGEST));
            }
        }
        return SMALLEST;
    }

    /** Forgets the oldest windows; gives the bytes of one of them if they fit. */
    private byte[] makeRoom(int length) {
        long kept = length;
        byte[] free = null;
        for (Iterator<Window> each = windows.iterator(); each.hasNext(); ) {
            Window window = each.next();
            kept += window.bytes.length;
            if (kept > KEPT) {
                each.remove();
                free = window.bytes.length == length ? window.bytes : free;
            }
        }
        return free == null ? new byte[length] : free;
    }
}
