package io.nvvideo.spark;

import io.nvvideo.spark.metric.NumBytesRead;
import io.nvvideo.spark.metric.NumFiles;
import io.nvvideo.spark.metric.NumFramesDecoded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the tests of push-down have in common. */
final class PushedScans {
    static final SparkSession SPARK = LocalSpark.session();

    private PushedScans() {}

    /**
     * What a query took.
     *
     * @param rows its result
     * @param files that were opened
     * @param decoded frames that came out of decoders
     */
    record Cost(List<Row> rows, long files, long decoded, long bytes) {}

    static Cost run(Dataset<Row> query) {
        List<List<Row>> rows = new ArrayList<>();
        Map<String, Long> metrics = QueryMetrics.of(SPARK, () -> rows.add(query.collectAsList()));
        return new Cost(
                rows.get(0),
                metrics.getOrDefault(new NumFiles().description(), 0L),
                metrics.getOrDefault(new NumFramesDecoded().description(), 0L),
                metrics.getOrDefault(new NumBytesRead().description(), 0L));
    }

    /** Reads with options, which are names and values in turn. */
    static Dataset<Row> read(Path path, String... options) {
        return SPARK.read().format("nvvideo").options(Pairs.map(options)).load(path.toString());
    }

    /** The same rows out of Spark's memory, where nothing can be pushed down. */
    static Dataset<Row> copy(Dataset<Row> rows) {
        return SPARK.createDataFrame(rows.collectAsList(), rows.schema());
    }

    static String plan(Dataset<Row> query) {
        return query.queryExecution().executedPlan().toString();
    }
}
