package io.nvvideo.spark.read;

/** The rows of one file, one after the other. */
interface FileRows extends AutoCloseable {
    /** Moves to the next row; false at the end. Where it throws a VideoException, it can be called again. */
    boolean next();

    /** The current row; valid until the next call to {@link #next()}. */
    FileRow row();

    /** Upper bound of the rows that are still to come. */
    long rowsAtMost();

    @Override
    void close();
}
