package io.nvvideo.media;

import java.util.Arrays;

/**
 * Stretches of a file, sorted, apart from each other, ends excluded. Immutable.
 */
public final class ByteRanges {
    /** None at all. */
    public static final ByteRanges NONE = new ByteRanges(new long[0], new long[0], 0);

    private final long[] starts;
    private final long[] ends;
    private final int count;

    private ByteRanges(long[] starts, long[] ends, int count) {
        this.starts = starts;
        this.ends = ends;
        this.count = count;
    }

    /**
     * Sorts ranges and joins those that overlap or are near each other.
     *
     * @param starts first bytes, in any order
     * @param ends the bytes behind the last ones, in the same order
     * @param maxGap ranges with fewer bytes in between become one
     */
    public static ByteRanges join(long[] starts, long[] ends, long maxGap) {
        Integer[] order = new Integer[starts.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(starts[a], starts[b]));
        long[] joinedStarts = new long[starts.length];
        long[] joinedEnds = new long[starts.length];
        int count = 0;
        for (int i : order) {
            if (starts[i] >= ends[i]) {
                continue;
            }
            if (count > 0 && starts[i] - joinedEnds[count - 1] < maxGap) {
                joinedEnds[count - 1] = Math.max(joinedEnds[count - 1], ends[i]);
            } else {
                joinedStarts[count] = starts[i];
                joinedEnds[count] = ends[i];
                count++;
            }
        }
        return count == 0
                ? NONE
                : new ByteRanges(Arrays.copyOf(joinedStarts, count), Arrays.copyOf(joinedEnds, count), count);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** First byte of a range. */
    public long start(int range) {
        return starts[range];
    }

    /** The byte behind the last one of a range; {@link Long#MAX_VALUE} for the end of the file. */
    public long end(int range) {
        return ends[range];
    }

    /** Number of the range that a byte lies in; -1 if it lies in none. */
    public int rangeAt(long position) {
        int found = Arrays.binarySearch(starts, position);
        int range = found >= 0 ? found : -found - 2;
        return range >= 0 && position < ends[range] ? range : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteRanges that && Arrays.equals(starts, that.starts) && Arrays.equals(ends, that.ends);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(starts) + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ByteRanges[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(starts[i]).append("..").append(ends[i]);
        }
        return text.append(']').toString();
    }
}
