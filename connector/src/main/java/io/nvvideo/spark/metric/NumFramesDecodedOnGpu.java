package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Pictures that came out of a GPU's decoder, whether they were asked for or not. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumFramesDecodedOnGpu extends CustomSumMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numFramesDecodedOnGpu";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "number of frames decoded on GPUs";
    }
}
