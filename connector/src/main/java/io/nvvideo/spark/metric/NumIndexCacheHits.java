package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Indices that an executor had already. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumIndexCacheHits extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numIndexCacheHits";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of indices found in the cache";
    }
}
