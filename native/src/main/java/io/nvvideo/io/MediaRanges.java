package io.nvvideo.io;

import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The byte ranges of a file that hold nothing but media data: the payloads of the top-level {@code mdat} boxes of an ISO
 * base media file (ISO/IEC 14496-12, 4.2 and 8.1.1). Sorted, disjoint, end exclusive.
 */
public final class MediaRanges {
    /** No range at all. */
    public static final MediaRanges NONE = new MediaRanges(new long[0], new long[0], 0);

    private static final int MDAT = 0x6d646174;

    /** More than any writer makes; what lies behind is read as it is. */
    private static final int MAX_BOXES = 1 << 20;

    private final long[] starts;
    private final long[] ends;
    private final int count;

    private MediaRanges(long[] starts, long[] ends, int count) {
        this.starts = starts;
        this.ends = ends;
        this.count = count;
    }

    /**
     * Walks the top-level boxes, reading 16 bytes of each, a million of them at most. A box with an impossible size ends the
     * walk: what lies behind it is in no range.
     */
    public static MediaRanges ofIsoFile(ByteSource source) throws IOException {
        return ofIsoFile(source, Long.MAX_VALUE);
    }

    /** The same for the boxes that begin before a place in the file. */
    public static MediaRanges ofIsoFile(ByteSource source, long limit) throws IOException {
        long[] starts = new long[4];
        long[] ends = new long[4];
        int count = 0;
        long length = source.length();
        byte[] header = new byte[16];
        long position = 0;
        for (int box = 0; box < MAX_BOXES && position + 8 <= length && position < limit; box++) {
            int got = readFully(source, position, header);
            if (got < 8) {
                break;
            }
            ByteBuffer bytes = ByteBuffer.wrap(header);
            long size = bytes.getInt() & 0xffffffffL;
            int type = bytes.getInt();
            int headerSize = 8;
            if (size == 1 && got == 16) {
                size = bytes.getLong();
                headerSize = 16;
            } else if (size == 0) {
                size = length - position;
            }
            if (size < headerSize) {
                break;
            }
            long end = size > length - position ? length : position + size;
            if (type == MDAT) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                    ends = Arrays.copyOf(ends, count * 2);
                }
                starts[count] = position + headerSize;
                ends[count] = end;
                count++;
            }
            position = end;
        }
        return new MediaRanges(starts, ends, count);
    }

    /** These ranges without some bytes, which are to be read after all. */
    public MediaRanges except(ByteRanges wanted) {
        long[] cutStarts = new long[count + wanted.count()];
        long[] cutEnds = new long[count + wanted.count()];
        int cuts = 0;
        int range = 0;
        for (int i = 0; i < count; i++) {
            long position = starts[i];
            while (range < wanted.count() && wanted.end(range) <= position) {
                range++;
            }
            for (int next = range; next < wanted.count() && wanted.start(next) < ends[i]; next++) {
                if (position < wanted.start(next)) {
                    cutStarts[cuts] = position;
                    cutEnds[cuts++] = wanted.start(next);
                }
                position = Math.min(wanted.end(next), ends[i]);
            }
            if (position < ends[i]) {
                cutStarts[cuts] = position;
                cutEnds[cuts++] = ends[i];
            }
        }
        return new MediaRanges(cutStarts, cutEnds, cuts);
    }

    private static int readFully(ByteSource source, long position, byte[] into) throws IOException {
        int got = 0;
        while (got < into.length) {
            int count = source.read(position + got, into, got, into.length - got);
            if (count <= 0) {
                break;
            }
            got += count;
        }
        return got;
    }

    /** How many of {@code wanted} bytes from {@code position} on are media data: 0 if the first one is not. */
    long withheldFrom(long position, int wanted) {
        int range = lastStartingAtOrBefore(position);
        return range >= 0 && position < ends[range] ? Math.min(wanted, ends[range] - position) : 0;
    }

    /** How many of {@code wanted} bytes from {@code position} on come before the next media data. */
    long readableFrom(long position, int wanted) {
        int next = lastStartingAtOrBefore(position) + 1;
        // At least one byte: an empty range must not look like the end of the file.
        return next < count ? Math.max(1, Math.min(wanted, starts[next] - position)) : wanted;
    }

    private int lastStartingAtOrBefore(long position) {
        int found = Arrays.binarySearch(starts, 0, count, position);
        return found >= 0 ? found : -found - 2;
    }
}
