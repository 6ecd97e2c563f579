package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Decoder sessions that were set from one video to another. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumSessionsReconfigured extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numSessionsReconfigured";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of GPU decoder sessions set to another video";
    }
}
