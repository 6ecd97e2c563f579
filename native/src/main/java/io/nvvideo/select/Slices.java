package io.nvvideo.select;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Slices as {@code slice.indices()} of Python's data model has them. */
final class Slices {
    private Slices() {}

    /** The numbers of {@code [from:to:step]} in a sequence of that length, in the order of the step; null is an open end. */
    static IntStream numbers(Integer from, Integer to, int step, int count) {
        boolean up = step > 0;
        int lowest = up ? 0 : -1;
        int highest = up ? count : count - 1;
        int begin = bound(from, up ? lowest : highest, count, lowest, highest);
        int end = bound(to, up ? highest : lowest, count, lowest, highest);
        // As long numbers: a large step leaves the range of int.
        LongStream numbers = up
                ? LongStream.iterate(begin, i -> i < end, i -> i + step)
                : LongStream.iterate(begin, i -> i > end, i -> i + step);
        return numbers.mapToInt(i -> (int) i);
    }

    /** A bound: negative ones count from the end, null ones are open, and all are cut to the ends. */
    static int bound(Integer given, int open, int count, int lowest, int highest) {
        if (given == null) {
            return open;
        }
        int absolute = given < 0 ? given + count : given;
        return Math.max(lowest, Math.min(highest, absolute));
    }
}
