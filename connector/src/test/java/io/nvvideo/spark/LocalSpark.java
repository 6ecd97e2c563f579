package io.nvvideo.spark;

import org.apache.spark.sql.SparkSession;

/** The one session of all tests: two tasks at a time, no web interface. */
public final class LocalSpark {
    private LocalSpark() {}

    /** The session, started on the first call. */
    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("nvvideo tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .config("spark.hadoop.fs.probe.impl", ProbeFileSystem.class.getName())
                .config("spark.hadoop.fs.probe.impl.disable.cache", "true")
                .getOrCreate();
    }
}
