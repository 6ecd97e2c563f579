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

    /** No rows. */
    static FileRows none() {
        return new FileRows() {
            @Override
            public boolean next() {
                return false;
            }

            @Override
            public FileRow row() {
                return null;
            }

            @Override
            public long rowsAtMost() {
                return 1;
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}
