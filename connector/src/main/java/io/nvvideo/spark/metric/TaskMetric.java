package io.nvvideo.spark.metric;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task has counted so far. */
public record TaskMetric(String name, long value) implements CustomTaskMetric {}
