package io.nvvideo.spark.metric;

import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Nanoseconds, shown in milliseconds below a second and in seconds from there. */
abstract class TimeMetric extends CustomSumMetric {
    @Override
    public String aggregateTaskMetrics(long[] taskMetrics) {
        double milliseconds = LongStream.of(taskMetrics).sum() / 1e6;
        return milliseconds < 1000
                ? String.format(Locale.ROOT, "%.0f ms", milliseconds)
                : String.format(Locale.ROOT, "%.1f s", milliseconds / 1000);
    }
}
