package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows of the frames view handed to Spark. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumFramesReturned extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numFramesReturned";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of frames returned";
    }
}
