package io.nvvideo.spark.metric;

/** Time that tasks waited for a decoder session of a GPU. Public, with a constructor without arguments, because Spark makes it by reflection. */
public final class SessionWaitTimeNs extends TimeMetric {
    /** The name under which tasks report it. */
    public static final String NAME = "sessionWaitTimeNs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "time waiting for GPU decoders";
    }
}
