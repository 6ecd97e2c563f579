package io.nvvideo.spark;

import static io.nvvideo.spark.PushedScans.copy;
import static io.nvvideo.spark.PushedScans.plan;
import static io.nvvideo.spark.PushedScans.read;
import static io.nvvideo.spark.PushedScans.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.spark.PushedScans.Cost;
import io.nvvideo.spark.metric.NumFramesReturned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeVideos() {
        VideoTree.damage(VideoTree.make(folder));
        for (String view : new String[] {"frames", "videos"}) {
            Dataset<Row> scan = read(folder, "view", view, "mode", "PERMISSIVE");
            scan.createOrReplaceTempView("scanned_" + view);
            copy(view.equals("frames") ? scan.drop("data", "pict_type", "is_corrupt") : scan)
                    .createOrReplaceTempView("copied_" + view);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM frames",
                "SELECT count(*), count(frame_index), count(error), min(frame_time), max(frame_pts) FROM frames",
                "SELECT path, count(*), max(frame_time) FROM frames GROUP BY path",
                "SELECT camera, day, count(*) FROM frames GROUP BY camera, day",
                "SELECT metadata.codec, metadata.width, min(frame_duration) FROM frames GROUP BY metadata.codec, metadata.width",
                "SELECT is_key_frame, count(*) AS n FROM frames GROUP BY is_key_frame HAVING n > 2",
                "SELECT count(*) FROM frames WHERE is_key_frame AND camera = 1",
                "SELECT count(*) FROM frames WHERE path = 'nowhere'",
                "SELECT max(frame_index) FROM frames WHERE path = 'nowhere'",
                "SELECT stream_index, max(width), min(pixel_format) FROM frames GROUP BY stream_index",
                "SELECT DISTINCT camera FROM frames",
                "SELECT codec, count(*), max(num_frames), min(duration) FROM videos GROUP BY codec",
                "SELECT count(error), count(*), min(modification_time), max(path) FROM videos",
                "SELECT sample_aspect_ratio.num, max(avg_frame_rate.num) FROM videos GROUP BY sample_aspect_ratio.num",
                "SELECT count(tags), count(audio), count(gpu) FROM videos WHERE num_frames > 10"
            })
    void sumsAreThoseOfTheRows(String sql) {
        Dataset<Row> pushed = SPARK.sql(sql.replaceAll("FROM (\\w+)", "FROM scanned_$1"));
        Dataset<Row> oracle = SPARK.sql(sql.replaceAll("FROM (\\w+)", "FROM copied_$1"));
        assertThat(plan(pushed)).containsAnyOf("aggregates=[", "groupBy=[");
        Cost cost = run(pushed);
        assertThat(cost.rows()).containsExactlyInAnyOrderElementsOf(oracle.collectAsList());
        assertThat(cost.decoded()).isZero();
    }

    @Test
    void framesAreCountedWithoutMakingRows() {
        Path whole = folder.resolve("camera=1");
        Map<String, Long> metrics =
                QueryMetrics.of(SPARK, () -> assertThat(read(whole).count()).isEqualTo(80));
        assertThat(metrics).doesNotContainKey(new NumFramesReturned().description());
        assertThat(metrics.get("number of output rows"))
                .as("one for each of two files, and what Spark makes of them")
                .isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(pict_type) FROM scanned_frames WHERE camera = 1",
                "SELECT count(DISTINCT path) FROM scanned_frames",
                "SELECT frame_pts, count(*) FROM scanned_frames GROUP BY frame_pts",
                "SELECT sum(frame_index) FROM scanned_frames",
                "SELECT count(*) FROM (SELECT * FROM scanned_frames LIMIT 5)"
            })
    void otherSumsAreSparks(String sql) {
        assertThat(plan(SPARK.sql(sql))).doesNotContain("aggregates=[count(").doesNotContain("aggregates=[sum(");
    }

    @Test
    void aSampleIsCountedAsItIsDrawn() {
        Dataset<Row> drawn = read(folder.resolve("camera=1")).sample(0.4, 5);
        List<Row> rows = drawn.select("path", "frame_index").collectAsList();
        assertThat(plan(drawn.groupBy().count()))
                .contains("aggregates=[COUNT(*)]")
                .contains("sample=");
        assertThat(drawn.count()).isEqualTo(rows.size());
    }
}
