package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Decoder sessions that were used for another video as they were. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumSessionsReused extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numSessionsReused";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of GPU decoder sessions used as they were";
    }
}
