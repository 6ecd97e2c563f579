package io.nvvideo.spark.metric;

/** Time in demultiplexing and decoding, reading included. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class DecodeTimeNs extends TimeMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "decodeTimeNs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "time decoding";
    }
}
