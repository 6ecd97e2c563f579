package io.nvvideo.spark.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The splits that one task reads, one after the other. */
record VideoPartition(List<FileSplit> splits) implements InputPartition {
    VideoPartition {
        // Not List.copyOf: the partition is serialised, and ArrayList is the same class everywhere.
        splits = new ArrayList<>(splits);
    }
}
