package io.nvvideo.spark;

import static io.nvvideo.spark.PushedScans.plan;
import static io.nvvideo.spark.PushedScans.read;
import static io.nvvideo.spark.PushedScans.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.spark.PushedScans.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    @TempDir
    static Path folder;

    private static Path one;
    private static Path links;

    @BeforeAll
    static void makeVideos() {
        one = TestVideos.make(
                folder.resolve("one.mp4"),
                Spec.MPEG4.withFrames(600).withSize(64, 48).withGop(1, 0));
        links = VideoTree.links(folder.resolve("links"), one, 400);
    }

    @Test
    void aShareOfTheFramesIsDrawnAndNoOtherIsDecoded() {
        Dataset<Row> drawn = read(one).sample(0.2, 42).select("frame_index", "data");
        assertThat(plan(drawn)).contains("sample=[0.0, 0.2) of seed 42").doesNotContain("Sample ");
        Cost cost = run(drawn);
        // 600 draws with a chance of 0.2: 120, and 99.99 % of all times within 4 deviations of 9.8.
        assertThat(cost.rows()).hasSizeBetween(81, 159);
        assertThat(cost.decoded()).isEqualTo(cost.rows().size());
    }

    @Test
    void theSameSeedDrawsTheSameFramesWhateverElseIsAsked() {
        List<Row> first = read(one).sample(0.3, 1).select("frame_index").collectAsList();
        assertThat(read(one).sample(0.3, 1).select("frame_index").collectAsList())
                .isEqualTo(first);
        assertThat(read(one).sample(0.3, 2).select("frame_index").collectAsList())
                .isNotEqualTo(first);
        List<Row> early =
                first.stream().filter(row -> row.getLong(0) < 100).limit(9).toList();
        assertThat(read(one)
                        .sample(0.3, 1)
                        .where("frame_index < 100")
                        .limit(9)
                        .select("frame_index")
                        .collectAsList())
                .isEqualTo(early);
        assertThat(read(one).sample(0.3, 1).count()).isEqualTo(first.size());
    }

    @Test
    void theSameFramesAreDrawnHoweverTheFileIsCut() {
        List<Row> whole = read(one).sample(0.3, 1).select("frame_index").collectAsList();
        PushedScans.SPARK.conf().set("spark.sql.files.openCostInBytes", "1");
        try {
            Dataset<Row> cut =
                    read(one, "maxPartitionBytes", "64k").sample(0.3, 1).select("frame_index", "data");
            assertThat(cut.rdd().getNumPartitions()).isGreaterThan(2);
            assertThat(cut.orderBy("frame_index").select("frame_index").collectAsList())
                    .isEqualTo(whole);
        } finally {
            PushedScans.SPARK.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void videosAreDrawnUnopened() {
        Dataset<Row> drawn = read(links, "view", "videos").sample(0.1, 7).select("path");
        Cost cost = run(drawn);
        assertThat(cost.rows()).hasSizeBetween(16, 64).doesNotHaveDuplicates();
        assertThat(cost.files()).isEqualTo(cost.rows().size());
    }

    @Test
    void theSampleOfSqlIsPushedDownToo() {
        read(links, "view", "videos").createOrReplaceTempView("drawn");
        Dataset<Row> query = PushedScans.SPARK.sql(
                "SELECT path FROM drawn TABLESAMPLE (10 PERCENT) REPEATABLE (7) WHERE length > 3");
        assertThat(query.collectAsList())
                .isEqualTo(read(links, "view", "videos")
                        .sample(0.1, 7)
                        .select("path")
                        .collectAsList());
    }

    @Test
    void aSampleWithReplacementStaysWithSpark() {
        assertThat(plan(read(one).sample(true, 0.5, 3).select("path"))).contains("Sample ");
    }

    @Test
    void filteredRowsAreDrawnBySparkItself() {
        List<Row> rows = new ArrayList<>(
                read(one).where("frame_index < 50").sample(0.5, 3).collectAsList());
        assertThat(rows).hasSizeBetween(10, 40);
    }
}
