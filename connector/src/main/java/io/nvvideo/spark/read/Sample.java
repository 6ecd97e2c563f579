package io.nvvideo.spark.read;

import io.nvvideo.select.FrameHash;
import java.io.Serializable;

/**
 * The part of the rows that TABLESAMPLE draws: those whose hash lies in [lower, upper). The hash follows from the seed, the file
 * and the frame's number alone, so splits and machines do not matter. Rows that tell of an error are always drawn: of a frame
 * that was drawn, or of the file.
 */
record Sample(double lower, double upper, long seed) implements Serializable {
    /** Whether it draws a file as a whole: where rows are videos. */
    boolean draws(VideoFile file) {
        return draws(file, 0);
    }

    /** Whether it draws a frame. */
    boolean draws(FrameRow row) {
        return draws(row.file(), row.info().index());
    }

    private boolean draws(VideoFile file, long number) {
        double hash = FrameHash.unit(seed, file.identity(), number);
        return lower <= hash && hash < upper;
    }
}
