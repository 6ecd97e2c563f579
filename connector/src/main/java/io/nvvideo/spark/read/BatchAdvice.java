package io.nvvideo.spark.read;

import io.nvvideo.image.Output;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of a limit that Spark 3.5 does not know: it cuts batches for Python by rows only, and 2 GiB of pixels kill the task. */
final class BatchAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAdvice.class);
    private static final String ROWS = "spark.sql.execution.arrow.maxRecordsPerBatch";

    /** Once is enough: not every query hands its frames to Python. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private BatchAdvice() {}

    /** Says which setting keeps batches for Python below the limit. */
    static void warnIfPythonMayOverflow(SparkSession spark, ReadOptions options) {
        long safeRows = safeRows(options.output());
        if (options.maxBatchRows() > safeRows && spark.version().startsWith("3.") && SAID.compareAndSet(false, true)) {
            LOG.warn(
                    "Spark {} cuts batches for pandas and Arrow functions by rows only, and {} rows of frames may pass"
                            + " Arrow's limit of 2 GiB. Set {}={} or less if you hand frames to Python.",
                    spark.version(),
                    options.maxBatchRows(),
                    ROWS,
                    safeRows);
        }
    }

    /** Rows that stay below 2 GiB; without a size option frames count as 1920x1080. */
    static long safeRows(Output output) {
        long width = output.width() > 0 ? output.width() : output.height() > 0 ? output.height() * 2L : 1920;
        long height = output.height() > 0 ? output.height() : output.width() > 0 ? output.width() : 1080;
        long bytes = Math.max(1, width * height * 3 * (output.bitDepth() / 8));
        return Math.max(1, Integer.MAX_VALUE / bytes);
    }
}
