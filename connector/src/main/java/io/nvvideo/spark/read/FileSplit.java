package io.nvvideo.spark.read;

import java.io.Serializable;

/**
 * A stretch of a file: the task that reads it owns the GOPs whose key frame begins inside.
 *
 * @param start first byte
 * @param end behind the last byte; {@link #TO_THE_END} for whatever there is
 */
record FileSplit(VideoFile file, long start, long end) implements Serializable {
    /** The end of the last split of a file. */
    static final long TO_THE_END = Long.MAX_VALUE;

    /** A whole file. */
    static FileSplit whole(VideoFile file) {
        return new FileSplit(file, 0, TO_THE_END);
    }

    /** Whether it begins the file: what is told once for a file is told here. */
    boolean isFirst() {
        return start == 0;
    }

    /** Whether it ends the file: what is wrong with the file's end is told here. */
    boolean isLast() {
        return end == TO_THE_END;
    }

    /** Bytes that it covers. */
    long length() {
        return Math.max(0, Math.min(end, file.length()) - start);
    }
}
