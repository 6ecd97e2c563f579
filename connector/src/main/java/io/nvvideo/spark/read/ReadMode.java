package io.nvvideo.spark.read;

/** What becomes of what cannot be read. */
public enum ReadMode {
    /** The task fails. */
    FAILFAST,
    /** What can be read, and one row that tells of the rest. */
    PERMISSIVE,
    /** What can be read. */
    DROPMALFORMED
}
