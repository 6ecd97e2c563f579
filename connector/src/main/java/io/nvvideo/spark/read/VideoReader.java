package io.nvvideo.spark.read;

import io.nvvideo.VideoStatistics;
import io.nvvideo.spark.arrow.ArrowArena;
import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.Need;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads the splits of a partition in columnar batches. A batch never holds rows of two files, so that
 * {@code input_file_name()} is right for each row.
 */
final class VideoReader implements PartitionReader<ColumnarBatch> {
    private final Iterator<FileSplit> splits;
    private final View view;
    private final Set<Need> needs;
    private final ReadOptions options;
    private final List<BoundColumn> columns;
    private final RowFilter filter;
    private final RowBudget budget;
    private final Grouping grouping;
    private final Configuration hadoop;
    private final BooleanSupplier cancelled;
    private final ArrowArena arena = new ArrowArena();
    private final boolean ownsArena;
    private final ReadCounters counters = new ReadCounters();

    private VideoFileReader file;
    /** The file's rows, or what they are summed up to. */
    private FileRows rows;
    /** The file's current row did not fit into the batch before. */
    private boolean rowPending;

    private ColumnarBatch batch;

    VideoReader(List<FileSplit> splits, Query query, Configuration hadoop) {
        this.splits = splits.iterator();
        this.view = query.view();
        this.needs = query.needs();
        this.options = TaskGpu.given(query.options(), TaskContext.get());
        this.columns = query.boundColumns();
        this.filter = new RowFilter(query);
        Pushed pushed = query.pushed();
        this.budget =
                pushed.limit() == null ? RowBudget.unlimited() : pushed.limit().budget();
        this.grouping = pushed.grouping();
        this.hadoop = hadoop;
        if (splits.isEmpty() && grouping != null && grouping.isGlobal()) {
            // Spark takes the sum of counts, and the sum of no counts is not 0 but NULL.
            rows = new GroupedRows(null, FileRows.none(), grouping, view);
        }
        // Spark may call next() from a thread that has no task context, so keep this one.
        TaskContext task = TaskContext.get();
        this.ownsArena = task == null;
        this.cancelled = task == null ? () -> false : task::isInterrupted;
        if (task != null) {
            TaskCompletionListener freeing = ended -> arena.close();
            task.addTaskCompletionListener(freeing);
        }
    }

    @Override
    public boolean next() {
        batch = null;
        while (true) {
            if (rows == null && !openNext()) {
                return false;
            }
            BatchBuilder builder = fill();
            if (builder != null) {
                batch = builder.build();
                if (options.view() == ViewName.FRAMES && grouping == null) {
                    counters.framesReturned(builder.rows());
                }
                return true;
            }
            closeFile();
        }
    }

    private boolean openNext() {
        if (!splits.hasNext() || budget.isSpent()) {
            return false;
        }
        FileSplit next = splits.next();
        InputFileBlockHolder.set(next.file().encodedPath(), next.start(), next.length());
        file = new VideoFileReader(next, options, needs, filter, budget, hadoop, cancelled);
        rows = grouping == null ? file : new GroupedRows(next.file(), file, grouping, view);
        counters.fileBegun();
        return true;
    }

    /** A batch of the current file's next rows, or null if it has no more. */
    private BatchBuilder fill() {
        BatchBuilder builder = null;
        while (rowPending || rows.next()) {
            rowPending = true;
            FileRow row = rows.row();
            if (builder == null) {
                builder = new BatchBuilder(columns, options, arena, row, rows.rowsAtMost());
            } else if (!builder.fits(row)) {
                return builder;
            }
            builder.add(row);
            rowPending = false;
        }
        return builder;
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return counters.values(file == null ? VideoStatistics.NONE : file.statistics());
    }

    /** Ends decoding. Batches stay valid: Spark may still hold some. */
    @Override
    public void close() {
        closeFile();
        InputFileBlockHolder.unset();
        if (ownsArena) {
            arena.close();
        }
    }

    private void closeFile() {
        rows = null;
        if (file != null) {
            VideoFileReader ended = file;
            file = null;
            rowPending = false;
            counters.fileEnded(ended.statistics(), ended.indexCacheHits());
            ended.close();
        }
    }
}
