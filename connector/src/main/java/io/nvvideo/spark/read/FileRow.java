package io.nvvideo.spark.read;

/** A row of any view: it comes from a file. */
interface FileRow {
    VideoFile file();

    /** The part of the file that it was read from. */
    default FileSplit split() {
        return FileSplit.whole(file());
    }

    /** Bytes of its pixels; 0 if it has none. They decide where a batch ends. */
    default long pixelBytes() {
        return 0;
    }
}
