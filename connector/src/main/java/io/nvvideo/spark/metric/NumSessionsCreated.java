package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Decoder sessions that were made on GPUs. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumSessionsCreated extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numSessionsCreated";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of GPU decoder sessions made";
    }
}
