package io.nvvideo.spark.arrow;

/** Writes values of one type into one vector, row after row. */
public interface ValueWriter {
    /** Writes a value, or NULL if it is null; rows come in ascending order. */
    void write(int row, Object value);
}
