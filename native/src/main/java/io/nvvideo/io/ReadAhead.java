package io.nvvideo.io;

import io.nvvideo.media.ByteRanges;

/** How many of the bytes that FFmpeg asks for are read at a place: it asks for whole buffers, wherever it is. */
final class ReadAhead {
    /** At a new place, which may be a header that is only looked at; twice as much each time that reading goes on there. */
    static final int FIRST_BYTES = 8 * 1024;

    private final int mostBytes;
    private ByteRanges expected = ByteRanges.NONE;
    /** Where the last read ended, and how much the next one may be if it goes on there. */
    private long goingOnAt = -1;

    private int ahead = FIRST_BYTES;

    ReadAhead(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** From now on, reads inside these ranges end where the ranges end, and not before. */
    void expect(ByteRanges ranges) {
        expected = ranges;
    }

    /** Bytes to read at a position when so many are asked for. */
    int bytes(long position, int wanted) {
        int range = expected.rangeAt(position);
        if (range >= 0) {
            ahead = FIRST_BYTES / 2;
            return (int) Math.min(wanted, expected.end(range) - position);
        }
        ahead = position == goingOnAt ? Math.min(2 * ahead, mostBytes) : FIRST_BYTES;
        return Math.min(wanted, ahead);
    }

    /** Tells where the last read ended. */
    void readUpTo(long position) {
        goingOnAt = position;
    }
}
