package io.nvvideo.spark.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts files together into partitions, as Spark's own file sources do it. */
final class FilePacker {
    private FilePacker() {}

    static List<VideoPartition> pack(List<VideoFile> files, PackingOptions options) {
        long limit = partitionBytes(files, options);
        List<VideoFile> largestFirst = new ArrayList<>(files);
        largestFirst.sort(Comparator.comparingLong(VideoFile::length).reversed());
        List<VideoPartition> partitions = new ArrayList<>();
        List<FileSplit> current = new ArrayList<>();
        long bytes = 0;
        for (VideoFile file : largestFirst) {
            if (!current.isEmpty() && bytes + file.length() > limit) {
                partitions.add(new VideoPartition(current));
                current.clear();
                bytes = 0;
            }
            bytes += file.length() + options.openCostBytes();
            current.add(FileSplit.whole(file));
        }
        if (!current.isEmpty()) {
            partitions.add(new VideoPartition(current));
        }
        return partitions;
    }

    /** Less than {@code maxPartitionBytes} where there would be fewer partitions than can run at once. */
    private static long partitionBytes(List<VideoFile> files, PackingOptions options) {
        long total = 0;
        for (VideoFile file : files) {
            total += file.length() + options.openCostBytes();
        }
        long share = total / Math.max(1, options.minPartitions());
        return Math.min(options.maxPartitionBytes(), Math.max(options.openCostBytes(), share));
    }
}
