package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IN with more than ten values, which Spark looks up in a set, where equal numbers have more than one form. */
class LongInTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final String FILL = "2d, 3d, 4d, 5d, 6d, 7d, 8d, 9d, 10d, 11d, 12d, 13d";

    @TempDir
    static Path folder;

    private static Dataset<Row> scan;
    /** The rows in memory, which Spark filters by interpreting, and in an RDD, for which it compiles code. */
    private static List<Dataset<Row>> copies;

    @BeforeAll
    static void makeVideos() throws Exception {
        for (String value :
                new String[] {"-0.0", "0.0", "NaN", "1.5", "-Infinity", "12.0", "__HIVE_DEFAULT_PARTITION__"}) {
            TestVideos.make(
                    Files.createDirectory(folder.resolve("x=" + value)).resolve("v.mp4"), Spec.MPEG4.withFrames(2));
        }
        scan = SPARK.read().format("nvvideo").load(folder.toString()).select("path", "frame_index", "frame_time", "x");
        assertThat(scan.schema().apply("x").dataType()).isEqualTo(DataTypes.DoubleType);
        List<Row> rows = scan.collectAsList();
        assertThat(rows)
                .extracting(row -> row.<Double>getAs("x"))
                .contains(-0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, null);
        copies = List.of(
                SPARK.createDataFrame(rows, scan.schema()),
                SPARK.createDataFrame(
                        JavaSparkContext.fromSparkContext(SPARK.sparkContext()).parallelize(rows), scan.schema()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x IN (0d, FILL)",
                "x IN (-0d, FILL)",
                "x IN (0d, -0d, FILL)",
                "x IN (double('NaN'), FILL)",
                "x IN (FILL)",
                "x IN (double('-Infinity'), double('Infinity'), FILL)",
                "x IN (CAST(NULL AS double), 0d, FILL)",
                "x IN (CAST(NULL AS double), FILL)",
                "frame_time IN (-0d, 0.04d, FILL)",
                "frame_time IN (double('NaN'), FILL)",
                "x IN (0d, 1.5d)",
                "x IN (double('NaN'), 1.5d)",
            })
    void theRowsAreThoseThatSparkFinds(String filter) {
        String in = filter.replace("FILL", FILL);
        for (String condition : List.of(in, "NOT (" + in + ")", "(" + in + ") IS NULL", "NOT (" + in + ") OR x > 1")) {
            Dataset<Row> pushed = scan.where(condition);
            for (Dataset<Row> copy : copies) {
                assertThat(sorted(pushed)).as(condition).isEqualTo(sorted(copy.where(condition)));
            }
        }
        assertThat(scan.where(in).queryExecution().executedPlan().toString())
                .as("left for Spark of %s", in)
                .doesNotContain("Filter (");
    }

    @Test
    void minusZeroIsZeroAndNaNIsItself() {
        assertThat(scan.where("x IN (0d, " + FILL + ")").count()).isEqualTo(2 * 3);
        assertThat(scan.where("x IN (double('NaN'), " + FILL + ")").count()).isEqualTo(2 * 2);
    }

    private static List<String> sorted(Dataset<Row> rows) {
        List<String> texts = new ArrayList<>();
        rows.collectAsList().forEach(row -> texts.add(row.toString()));
        texts.sort(null);
        return texts;
    }
}
