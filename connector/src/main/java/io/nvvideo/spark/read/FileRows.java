package io.nvvideo.spark.read;

import io.nvvideo.VideoException;

/** The rows of one file, one after the other. */
interface FileRows extends AutoCloseable {
    /** The part of a failure that is told elsewhere. */
    long OTHERS_TELL = -2;

    /** The part of what is not about any part of the file. */
    long WHOLE_FILE = -1;

    /** Moves to the next row; false at the end. Where it throws a VideoException, it can be called again. */
    boolean next();

    /** The current row; valid until the next call to {@link #next()}. */
    FileRow row();

    /** Upper bound of the rows that are still to come. */
    long rowsAtMost();

    /**
     * The part of the file that a failure of {@link #next()} belongs to; {@link #OTHERS_TELL} if that is not read here, but with
     * other rows of the file, which tell of it. Failures of one part are told as one.
     */
    default long partOf(VideoException failure) {
        return WHOLE_FILE;
    }

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
