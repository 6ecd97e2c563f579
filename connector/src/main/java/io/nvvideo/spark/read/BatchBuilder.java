package io.nvvideo.spark.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.spark.arrow.ArrowArena;
import io.nvvideo.spark.arrow.ArrowTypes;
import io.nvvideo.spark.arrow.ValueWriter;
import io.nvvideo.spark.arrow.ValueWriters;
import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * One batch while it is filled. Its vectors are new, because Spark and Python keep earlier batches by reference; the arena
 * owns them from the start. Memory for pixels is set aside once, so that filling never moves them.
 */
final class BatchBuilder {
    /** Rows to set memory aside for where nothing else bounds them; vectors of values other than pixels grow by themselves. */
    private static final int INITIAL_ROWS = 4096;

    private final List<BoundColumn> columns;
    private final ReadOptions options;
    private final ArrowArena arena;
    private final List<FieldVector> vectors = new ArrayList<>();
    private final List<ValueWriter> writers = new ArrayList<>();
    private final long allocatedAtStart;
    private final long pixelCapacity;
    private long pixelBytes;
    private int rows;

    /**
     * A batch for {@code first} and what follows it.
     *
     * @param rowsAtMost upper bound of the rows that may still come
     */
    BatchBuilder(List<BoundColumn> columns, ReadOptions options, ArrowArena arena, FileRow first, long rowsAtMost) {
        this.columns = columns;
        this.options = options;
        this.arena = arena;
        long size = first.pixelBytes();
        if (size > Integer.MAX_VALUE) {
            throw new VideoException(
                    Code.LIMIT_EXCEEDED,
                    "Cannot read a frame of " + first.file().path() + ": it has " + size
                            + " bytes, and a value in Spark holds less than 2 GiB. Set width or height to make frames smaller.");
        }
        long expectedRows = Math.max(1, Math.min(rowsAtMost, options.maxBatchRows()));
        // An eighth more than the first frame asks for, because encoded images differ in size.
        long wanted = size > Long.MAX_VALUE / 2 / expectedRows
                ? Long.MAX_VALUE
                : size * expectedRows + size / 8 * expectedRows;
        this.pixelCapacity = Math.max(size, Math.min(options.maxBatchBytes(), wanted));
        if (size > 0) {
            expectedRows = Math.min(expectedRows, Math.max(1, pixelCapacity / size));
        }
        try {
            allocate((int) Math.min(expectedRows, INITIAL_ROWS), size > 0);
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            throw outOfMemory(first, e);
        } finally {
            arena.own(List.copyOf(vectors));
        }
        this.allocatedAtStart = arena.allocator().getAllocatedMemory();
    }

    /** Whether a row may still come into this batch. */
    boolean fits(FileRow row) {
        return rows < options.maxBatchRows()
                && (row.pixelBytes() == 0 || pixelBytes + row.pixelBytes() <= pixelCapacity)
                && arena.allocator().getAllocatedMemory() - allocatedAtStart <= options.maxBatchBytes();
    }

    /** Adds a row. */
    void add(FileRow row) {
        try {
            for (int i = 0; i < writers.size(); i++) {
                writers.get(i).write(rows, columns.get(i).value().apply(row));
            }
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            throw outOfMemory(row, e);
        }
        pixelBytes += row.pixelBytes();
        rows++;
    }

    int rows() {
        return rows;
    }

    /** The batch, which is Spark's from now on. */
    ColumnarBatch build() {
        ColumnVector[] spark = new ColumnVector[vectors.size()];
        for (int i = 0; i < spark.length; i++) {
            vectors.get(i).setValueCount(rows);
            spark[i] = new ArrowColumnVector(vectors.get(i));
        }
        return new ColumnarBatch(spark, rows);
    }

    private void allocate(int expectedRows, boolean withPixels) {
        for (BoundColumn column : columns) {
            FieldVector vector = ArrowTypes.field(column.field()).createVector(arena.allocator());
            vectors.add(vector);
            vector.setInitialCapacity(expectedRows);
            VarBinaryVector pixels = pixelVector(vector, column);
            if (pixels != null) {
                // Its share comes below; a default one would only be thrown away.
                pixels.setInitialCapacity(expectedRows, 1);
            }
            vector.allocateNew();
            if (pixels != null && withPixels) {
                pixels.allocateNew(pixelCapacity, expectedRows);
            }
            writers.add(ValueWriters.of(vector, column));
        }
    }

    private static VarBinaryVector pixelVector(FieldVector vector, BoundColumn column) {
        if (vector instanceof VarBinaryVector bytes && column.need() == Need.PIXELS) {
            return bytes;
        }
        if (vector instanceof StructVector struct) {
            List<FieldVector> children = struct.getChildrenFromFields();
            for (int i = 0; i < children.size(); i++) {
                VarBinaryVector found =
                        pixelVector(children.get(i), column.fields().get(i));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Memory outside the heap has a limit of its own, which the user can act on. The heap's end is not ours to handle. */
    private VideoException outOfMemory(FileRow row, Throwable cause) {
        if (cause instanceof OutOfMemoryError error
                && !String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("direct")) {
            throw error;
        }
        return new VideoException(
                Code.LIMIT_EXCEEDED,
                "Cannot read " + row.file().path() + ": there is no memory left for a batch of frames. Set the option"
                        + " maxBatchBytes (now " + options.maxBatchBytes()
                        + ") lower, or give executors more memory outside the heap.",
                cause);
    }
}
