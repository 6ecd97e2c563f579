package io.nvvideo.spark.read;

/** Counts the rows of one task down. */
final class RowBudget {
    private long toPassOver;
    private long left;

    /**
     * So many rows.
     *
     * @param toPassOver rows before the first wanted one
     * @param left wanted rows
     */
    RowBudget(long toPassOver, long left) {
        this.toPassOver = toPassOver;
        this.left = left;
    }

    /** All rows there are. */
    static RowBudget unlimited() {
        return new RowBudget(0, Long.MAX_VALUE);
    }

    /** Passes over rows before the first wanted one, which then need not be read. Returns how many of these. */
    int passOver(int rows) {
        int passed = (int) Math.min(toPassOver, rows);
        toPassOver -= passed;
        return passed;
    }

    /** Wanted rows that are still to come. */
    long left() {
        return left;
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** A wanted row has been read. */
    void take() {
        left--;
    }
}
