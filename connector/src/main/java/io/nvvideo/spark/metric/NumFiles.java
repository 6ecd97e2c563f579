package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Files that were read. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumFiles extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numFiles";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of video files read";
    }
}
