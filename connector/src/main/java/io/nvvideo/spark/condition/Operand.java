package io.nvvideo.spark.condition;

import io.nvvideo.spark.arrow.ValueWriters;
import io.nvvideo.spark.column.ColumnPath;
import java.io.Serializable;

/** What stands on a side of a comparison. */
public sealed interface Operand extends Serializable {

    /** A column. */
    record Column(ColumnPath path) implements Operand {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A constant.
     *
     * @param value as {@link ValueWriters} takes it; null for NULL
     * @param text how people write it
     */
    record Literal(Serializable value, String text) implements Operand {
        @Override
        public String toString() {
            return text;
        }
    }
}
