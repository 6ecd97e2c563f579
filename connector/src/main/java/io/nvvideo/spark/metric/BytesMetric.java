package io.nvvideo.spark.metric;

import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Bytes, shown in binary units. */
abstract class BytesMetric extends CustomSumMetric {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    @Override
    public String aggregateTaskMetrics(long[] taskMetrics) {
        double size = LongStream.of(taskMetrics).sum();
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
    }
}
