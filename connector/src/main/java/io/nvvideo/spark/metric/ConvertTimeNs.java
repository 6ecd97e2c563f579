package io.nvvideo.spark.metric;

/** Time in making pixels out of pictures. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class ConvertTimeNs extends TimeMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "convertTimeNs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "time converting";
    }
}
