package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Pictures between wanted ones that nobody wanted and no other needed. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumFramesSkipped extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numFramesSkipped";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of frames skipped undecoded";
    }
}
