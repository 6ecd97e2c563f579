package io.nvvideo.spark.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts files together into partitions, as Spark's own file sources do it. */
final class FilePacker {
    private FilePacker() {}

    /**
     * The partitions of a query.
     *
     * @param decodes whether pictures are decoded; else a long file costs no more than a short one, and is never cut
     */
    static List<VideoPartition> pack(List<VideoFile> files, PackingOptions options, boolean decodes) {
        long limit = partitionBytes(files, options);
        return decodes && options.splitVideos()
                ? pack(FileCutter.cut(files, limit, options.openCostBytes()), limit, options.openCostBytes())
                : pack(files.stream().map(FileSplit::whole).toList(), limit, options.openCostBytes());
    }

    /** One partition with all files, whole and in the order given: for a query that will not get to see most of them. */
    static VideoPartition together(List<VideoFile> files) {
        return new VideoPartition(files.stream().map(FileSplit::whole).toList());
    }

    private static List<VideoPartition> pack(List<FileSplit> splits, long limit, long openCostBytes) {
        List<FileSplit> largestFirst = new ArrayList<>(splits);
        largestFirst.sort(Comparator.comparingLong(FileSplit::length).reversed());
        List<VideoPartition> partitions = new ArrayList<>();
        List<FileSplit> current = new ArrayList<>();
        long bytes = 0;
        for (FileSplit split : largestFirst) {
            if (!current.isEmpty() && bytes + split.length() > limit) {
                partitions.add(new VideoPartition(current));
                current.clear();
                bytes = 0;
            }
            bytes += split.length() + openCostBytes;
            current.add(split);
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
