package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Videos that went to the CPU though there is a GPU. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumVideosOnCpu extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numVideosOnCpu";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of videos that GPUs could not decode";
    }
}
