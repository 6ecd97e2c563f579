package io.nvvideo.spark.read;

import java.io.Serializable;

/**
 * How many rows are wanted.
 *
 * @param end number of the row behind the last wanted one
 * @param begin number of the first wanted row: so many are passed over
 * @param isComplete whether one task reads all of them; else each task reads up to as many, and Spark drops what is too much
 */
record RowLimit(int end, int begin, boolean isComplete) implements Serializable {
    /** So many rows may be read by one task alone. */
    static final int MOST_IN_ONE_TASK = 10_000;

    RowLimit {
        if (begin > 0 && !isComplete) {
            throw new IllegalArgumentException("Only who counts all rows can pass over the first ones");
        }
    }

    /** Rows that come out, if there are enough. */
    int rows() {
        return Math.max(0, end - begin);
    }

    /** What one task still has to do. */
    RowBudget budget() {
        return new RowBudget(begin, rows());
    }
}
