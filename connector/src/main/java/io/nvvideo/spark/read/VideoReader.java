package io.nvvideo.spark.read;

import io.nvvideo.VideoStatistics;
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
    private static final VideoStatistics NOTHING = new VideoStatistics(0, 0, 0, 0);

    private final Iterator<FileSplit> splits;
    private final Query query;
    private final ReadOptions options;
    private final List<BoundColumn> columns;
    private final Set<Need> needs;
    private final Configuration hadoop;
    private final BooleanSupplier cancelled;
    private final ArrowArena arena = new ArrowArena();
    private final boolean ownsArena;
    private final ReadCounters counters = new ReadCounters();

    private VideoFileReader file;
    /** The file's current row did not fit into the batch before. */
    private boolean rowPending;

    private ColumnarBatch batch;

    VideoReader(List<FileSplit> splits, Query query, Configuration hadoop) {
        this.splits = splits.iterator();
        this.query = query;
        this.options = query.options();
        this.columns = query.boundColumns();
        this.needs = query.view().needs(columns);
        this.hadoop = hadoop;
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
            if (file == null && !openNext()) {
                return false;
            }
            BatchBuilder builder = fill();
            if (builder != null) {
                batch = builder.build();
                if (options.view() == ViewName.FRAMES) {
                    counters.framesReturned(builder.rows());
                }
                return true;
            }
            closeFile();
        }
    }

    private boolean openNext() {
        if (!splits.hasNext()) {
            return false;
        }
        FileSplit next = splits.next();
        InputFileBlockHolder.set(next.file().encodedPath(), next.start(), next.length());
        file = new VideoFileReader(next, query, needs, hadoop, cancelled);
        counters.fileBegun();
        return true;
    }

    /** A batch of the current file's next rows, or null if it has no more. */
    private BatchBuilder fill() {
        BatchBuilder builder = null;
        while (rowPending || file.next()) {
            rowPending = true;
            FileRow row = file.row();
            if (builder == null) {
                builder = new BatchBuilder(columns, options, arena, row, file.rowsAtMost());
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
        return counters.values(file == null ? NOTHING : file.statistics());
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
        if (file != null) {
            VideoFileReader ended = file;
            file = null;
            rowPending = false;
            counters.fileEnded(ended.statistics(), ended.indexCacheHits());
            ended.close();
        }
    }
}
