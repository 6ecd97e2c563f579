package io.nvvideo.spark.metric;

/** Bytes read from storage. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class NumBytesRead extends BytesMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "numBytesRead";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "bytes of video read";
    }
}
