package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each version of Spark leaves to the scan, told by its plan and by what the scan counted. */
class PushDownTest {
    private static final String DECODED = "number of frames decoded";
    private static final String FILES = "number of video files read";

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeTree() throws IOException {
        for (int camera = 0; camera < 4; camera++) {
            Path file = folder.resolve("camera=" + camera + "/v.mp4");
            Files.createDirectories(file.getParent());
            Files.copy(Cell.h264().path(), file);
        }
    }

    @Test
    void filtersAreTaken() {
        Dataset<Row> query = Cell.read(folder)
                .where("camera = 2 AND is_key_frame AND (frame_index < 40 OR metadata.width = 7) AND error IS NULL")
                .select("path", "data");
        assertThat(Cell.plan(query)).contains("filters=[").doesNotContain("Filter (");
        Map<String, Long> metrics =
                Metrics.of(() -> assertThat(query.collectAsList()).isNotEmpty().hasSizeLessThan(20));
        assertThat(metrics.get(FILES)).isEqualTo(1);
        assertThat(metrics.get(DECODED)).isLessThan(20);
        String plan = Cell.plan(Cell.read(folder).where("is_key_frame AND pict_type = 'I'"));
        assertThat(plan).contains("filters=[").contains("Filter (");
    }

    @Test
    void limitAndOffsetAreTaken() {
        Dataset<Row> first = Cell.read(folder).select("data").limit(1);
        assertThat(Cell.plan(first)).contains("limit=1,").doesNotContain("Limit ");
        Map<String, Long> metrics = Metrics.of(() -> assertThat(first.collectAsList()).hasSize(1));
        assertThat(metrics.get(FILES)).isEqualTo(1);
        assertThat(metrics.get(DECODED)).isEqualTo(1);

        Cell.read(folder).select("path", "frame_index").createOrReplaceTempView("rows");
        List<Row> pages = new ArrayList<>();
        for (int offset = 0; offset < 240; offset += 48) {
            Dataset<Row> page = Cell.SPARK.sql("SELECT * FROM rows LIMIT 48 OFFSET " + offset);
            assertThat(Cell.plan(page)).contains("limit=48").doesNotContain("Limit ");
            pages.addAll(page.collectAsList());
        }
        assertThat(pages).hasSize(240).doesNotHaveDuplicates();
        Dataset<Row> filtered = Cell.read(folder).where("frame_index > 50").limit(3);
        assertThat(Cell.plan(filtered)).contains("limit=3 in each task").contains("Limit ");
        assertThat(filtered.collectAsList()).hasSize(3);
    }

    @Test
    void samplesAreTaken() {
        Cell.read(folder).createOrReplaceTempView("whole");
        Dataset<Row> drawn = Cell.SPARK.sql("SELECT path, frame_index FROM whole TABLESAMPLE (20 PERCENT) REPEATABLE (42)");
        assertThat(Cell.plan(drawn)).contains("sample=[0.0, 0.2) of seed 42").doesNotContain("Sample ");
        List<Row> rows = drawn.collectAsList();
        // 240 draws with a chance of 0.2: 48, with a deviation of 6.2.
        assertThat(rows).hasSizeBetween(24, 72);
        assertThat(drawn.collectAsList()).isEqualTo(rows);
    }

    @Test
    void sumsAreTaken() {
        Dataset<Row> sums = Cell.read(folder)
                .where("camera > 0")
                .groupBy("camera")
                .agg(functions.count("*"), functions.max("frame_index"), functions.min("frame_time"));
        assertThat(Cell.plan(sums)).contains("aggregates=[COUNT(*), MAX(frame_index), MIN(frame_time)]");
        Metrics.of(() -> assertThat(sums.orderBy("camera").collectAsList())
                .hasToString("[[1,60,59,0.0], [2,60,59,0.0], [3,60,59,0.0]]"));
        assertThat(Cell.read(folder).where("camera = 9").count()).isZero();
        assertThat(Cell.read(folder).where("camera = 3").count()).isEqualTo(60);
    }

    @Test
    void aJoinTellsWhichFilesToRead() {
        Dataset<Row> wanted =
                Cell.SPARK.range(100).selectExpr("CAST(id AS int) AS id", "id % 50 AS place").where("place = 2");
        Dataset<Row> joined = Cell.read(folder)
                .join(functions.broadcast(wanted), functions.expr("camera = id"))
                .select("path", "camera", "frame_index");
        Map<String, Long> metrics =
                Metrics.of(() -> assertThat(joined.collectAsList()).hasSize(60));
        assertThat(metrics.get(FILES)).isEqualTo(1);
    }
}
