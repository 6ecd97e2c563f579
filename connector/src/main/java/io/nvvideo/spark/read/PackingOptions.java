package io.nvvideo.spark.read;

/**
 * How files are put together into Spark's partitions; the first three are the same as for Spark's own file sources.
 *
 * @param maxPartitionBytes bytes of files that a partition holds at most, unless a file that is not cut is larger
 * @param openCostBytes what opening a file costs, in bytes that could be read in that time; no file is cut into less
 * @param minPartitions how many partitions there should be at least
 * @param splitVideos whether a file that is longer than a partition is cut
 */
public record PackingOptions(long maxPartitionBytes, long openCostBytes, int minPartitions, boolean splitVideos) {}
