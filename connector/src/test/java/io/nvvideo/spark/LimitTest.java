package io.nvvideo.spark;

import static io.nvvideo.spark.PushedScans.plan;
import static io.nvvideo.spark.PushedScans.read;
import static io.nvvideo.spark.PushedScans.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.spark.PushedScans.Cost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitTest {
    @TempDir
    static Path folder;

    private static Path links;
    private static Path tree;

    @BeforeAll
    static void makeVideos() throws Exception {
        Path one = TestVideos.make(
                folder.resolve("one.mp4"), Spec.MPEG4.withFrames(500).withSize(64, 48));
        links = VideoTree.links(folder.resolve("links"), one, 1000);
        tree = VideoTree.make(Files.createDirectory(folder.resolve("tree")));
    }

    @Test
    void theFirstFrameOfAThousandLongVideosIsOneFrameOfOneFile() {
        Dataset<Row> first = read(links).select("data").limit(1);
        assertThat(first.queryExecution().executedPlan().toString())
                .contains("limit=1,")
                .doesNotContain("Limit ");
        Cost cost = run(first);
        assertThat(cost.rows()).hasSize(1);
        assertThat(cost.files()).isEqualTo(1);
        assertThat(cost.decoded()).isEqualTo(1);
    }

    @Test
    void aLimitGoesOnInTheNextFileAndDecodesNoMoreThanItGives() {
        Cost cost = run(read(links).select("data").limit(510));
        assertThat(cost.rows()).hasSize(510);
        assertThat(cost.files()).isEqualTo(2);
        assertThat(cost.decoded()).isBetween(510L, 512L);
    }

    @Test
    void pagesAreAllRowsEachOnce() {
        Dataset<Row> rows = read(tree).select("path", "frame_index");
        List<Row> pages = new ArrayList<>();
        for (int offset = 0; offset < 160; offset += 16) {
            Dataset<Row> page = rows.limit(offset + 16).offset(offset);
            assertThat(plan(page)).doesNotContain("Limit ").doesNotContain("Offset");
            pages.addAll(page.collectAsList());
        }
        assertThat(pages).hasSize(151).doesNotHaveDuplicates();
        assertThat(pages).containsExactlyInAnyOrderElementsOf(rows.collectAsList());
        rows.createOrReplaceTempView("pages");
        assertThat(PushedScans.SPARK
                        .sql("SELECT * FROM pages LIMIT 16 OFFSET 48")
                        .collectAsList())
                .isEqualTo(pages.subList(48, 64));
    }

    @Test
    void framesThatAreOffsetAreNotDecoded() {
        Cost cost =
                run(read(folder.resolve("one.mp4")).select("data").offset(480).limit(3));
        assertThat(cost.rows()).hasSize(3);
        assertThat(cost.decoded()).isLessThanOrEqualTo(6);
        assertThat(run(read(links).select("data").offset(1500).limit(2)).decoded())
                .isLessThanOrEqualTo(4);
    }

    @Test
    void aLimitOnFilteredRowsIsKeptByEveryTask() {
        Dataset<Row> query = read(tree).where("frame_index > 2").select("data").limit(2);
        assertThat(plan(query)).contains("limit=2 in each task");
        Cost cost = run(query);
        assertThat(cost.rows()).hasSize(2);
        assertThat(cost.decoded()).isLessThanOrEqualTo(2 * 6);
        assertThat(read(tree).where("camera = 2").limit(60).collectAsList()).hasSize(60);
        assertThat(read(tree).where("camera = 2").limit(70).collectAsList()).hasSize(65);
        assertThat(plan(read(tree).where("camera = 2").limit(70))).doesNotContain("in each task");
    }

    @Test
    void aLargeLimitIsReadByManyTasks() {
        assertThat(plan(read(links).limit(10_000))).doesNotContain("in each task");
        assertThat(plan(read(links).limit(10_001))).contains("limit=10001 in each task");
    }

    @Test
    void framesThatCannotBeReadDoNotCount() {
        Path torn = VideoTree.torn(folder.resolve("torn.mp4"));
        Dataset<Row> rows = read(torn, "mode", "DROPMALFORMED").select("frame_index", "data");
        int readable = rows.collectAsList().size();
        assertThat(readable).isBetween(10, 39);
        assertThat(rows.limit(readable).collectAsList()).hasSize(readable);
        assertThat(rows.limit(40).collectAsList()).hasSize(readable);
    }

    @Test
    void theRowsOfALimitAreKnownToThePlanner() {
        Dataset<Row> query = read(links).select("path").limit(7);
        assertThat(query.queryExecution()
                        .optimizedPlan()
                        .stats()
                        .rowCount()
                        .get()
                        .longValue())
                .isEqualTo(7);
    }
}
