package io.nvvideo.spark.read;

import io.nvvideo.spark.condition.Condition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What Spark leaves to a scan beside the columns. Goes to the executors.
 *
 * @param conditions every row fulfils all of them
 * @param sample which part of the rows to draw; null for all
 * @param limit how many rows are wanted; null for all
 * @param grouping what to sum rows up to; null for the rows themselves
 */
record Pushed(List<Condition> conditions, Sample sample, RowLimit limit, Grouping grouping) implements Serializable {
    /** Nothing. */
    static final Pushed NOTHING = new Pushed(List.of(), null, null, null);

    Pushed {
        conditions = new ArrayList<>(conditions);
    }

    Pushed withConditions(List<Condition> others) {
        return new Pushed(others, sample, limit, grouping);
    }

    Pushed withSample(Sample other) {
        return new Pushed(conditions, other, limit, grouping);
    }

    Pushed withLimit(RowLimit other) {
        return new Pushed(conditions, sample, other, grouping);
    }

    Pushed withGrouping(Grouping other) {
        return new Pushed(conditions, sample, limit, other);
    }

    /** Whether the scan is the only one that counts rows: it then gives no row too many. */
    boolean isLimitComplete() {
        return limit != null && limit.isComplete();
    }
}
