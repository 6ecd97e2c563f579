package io.nvvideo.spark.read;

/** What becomes of what cannot be read. */
public enum ReadMode {
    /** The task fails with a {@code VideoException} that names the file and the frame. */
    FAILFAST,
    /** What can be read, and for each failure a row whose column {@code error} tells of it. */
    PERMISSIVE,
    /** What can be read, and nothing of the rest. */
    DROPMALFORMED
}
