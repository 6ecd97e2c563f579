package io.nvvideo.spark.read;

import io.nvvideo.spark.arrow.ValueWriters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A file as the listing found it.
 *
 * @param path full URI, as Spark's {@code binaryFile} gives it
 * @param length bytes
 * @param modificationMicros time of the last change in microseconds since the epoch
 * @param partitionValues values of the partition columns, as {@link ValueWriters} takes them; may hold nulls
 */
record VideoFile(String path, long length, long modificationMicros, List<Object> partitionValues)
        implements Serializable {

    VideoFile {
        partitionValues = Collections.unmodifiableList(new ArrayList<>(partitionValues));
    }

    /** What tells the file from others, for what is chosen at random and yet always the same. */
    String identity() {
        return path + ":" + length;
    }

    /** The path with what a URI cannot hold escaped, as Spark's {@code _metadata.file_path} has it. */
    String encodedPath() {
        return new Path(path).toUri().toString();
    }
}
