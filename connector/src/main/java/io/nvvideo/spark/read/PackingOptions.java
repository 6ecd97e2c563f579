package io.nvvideo.spark.read;

/**
 * How files are put together into Spark's partitions; the same three numbers as for Spark's own file sources.
 *
 * @param maxPartitionBytes bytes of files that a partition holds at most, unless a single file is larger
 * @param openCostBytes what opening a file costs, in bytes that could be read in that time
 * @param minPartitions how many partitions there should be at least
 */
public record PackingOptions(long maxPartitionBytes, long openCostBytes, int minPartitions) {}
