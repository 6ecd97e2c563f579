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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterTest {
    @TempDir
    static Path folder;

    private static Path tree;

    @BeforeAll
    static void makeVideos() throws Exception {
        tree = VideoTree.make(Files.createDirectory(folder.resolve("tree")));
    }

    @Test
    void aFileThatTheListingRulesOutIsNotOpened() {
        for (String filter : new String[] {
            "path LIKE '%/d.mp4'",
            "camera IS NULL",
            "_metadata.file_name = 'd.mp4'",
            "camera IS NULL OR (camera = 1 AND day > DATE '2027-01-01')",
            "camera IS NULL AND frame_index < 100",
            "path LIKE '%/d.mp4' AND length(pict_type) = 1"
        }) {
            Cost cost = run(read(tree).where(filter).select("data"));
            assertThat(cost.rows()).as(filter).hasSize(6);
            assertThat(cost.files()).as(filter).isEqualTo(1);
            assertThat(cost.decoded()).as(filter).isEqualTo(6);
        }
    }

    @Test
    void aFilterThatIsNeverTrueOpensNothing() {
        Cost cost = run(
                read(tree).where("path = 'file:/nowhere' AND frame_index > 3").select("data"));
        assertThat(cost.rows()).isEmpty();
        assertThat(cost.files()).isZero();
    }

    @Test
    void theSizeThatSparkPlansWithIsThatOfTheFilesThatAreLeft() throws Exception {
        Dataset<Row> one = read(tree, "view", "videos").where("camera IS NULL");
        long size = Files.size(tree.resolve("camera=__HIVE_DEFAULT_PARTITION__/day=2026-01-02/d.mp4"));
        assertThat(one.queryExecution().optimizedPlan().stats().sizeInBytes().longValue())
                .isEqualTo(size);
    }

    @Test
    void aStreamThatTheHeaderRulesOutIsNotIndexed() throws Exception {
        Path file = TestVideos.make(folder.resolve("long.avi"), Spec.MPEG4.withFrames(1500));
        long size = Files.size(file);
        Cost indexed = run(read(file).where("metadata.codec = 'mpeg4'").select("frame_pts"));
        Cost passedOver = run(read(file).where("metadata.codec = 'h264'").select("frame_pts"));
        assertThat(indexed.rows()).hasSize(1500);
        assertThat(indexed.bytes()).as("all packets").isGreaterThanOrEqualTo(size);
        assertThat(passedOver.rows()).isEmpty();
        assertThat(passedOver.bytes()).isLessThan(size / 2);
        Cost video = run(read(file, "view", "videos")
                .where("codec = 'h264' AND num_frames > 3")
                .select("path"));
        assertThat(video.bytes()).isLessThan(size / 2);
    }

    @Test
    void onlyFramesThatPassAreDecodedAndWhatTheyReferTo() {
        Path file = tree.resolve("camera=1/day=2026-01-02/a.mp4");
        Cost one = run(read(file).where("frame_index = 26").select("data"));
        assertThat(one.rows()).hasSize(1);
        assertThat(one.decoded()).as("frames 24 to 27 of a GOP of 12").isBetween(1L, 6L);
        Cost keys = run(read(file).where("is_key_frame AND frame_time >= 0.9").select("data"));
        assertThat(keys.rows()).hasSize(3);
        assertThat(keys.decoded()).isEqualTo(3);
        Cost none = run(read(file).where("frame_pts = 1").select("data"));
        assertThat(none.decoded()).isZero();
    }

    @Test
    void aFilterOnTheDecodedPictureStaysWithSparkAndOthersGoOn() {
        Dataset<Row> query =
                read(tree).where("pict_type = 'I' AND frame_index < 12").select("data");
        assertThat(plan(query))
                .contains("filters=[frame_index IS NOT NULL, frame_index < 12]")
                .contains("Filter (");
        assertThat(run(query).decoded()).isLessThan(5 * 15);
    }

    @Test
    void aShapeThatChangesInTheMiddleIsThatOfThePicture() {
        Path file = tree.resolve("camera=1/day=2026-01-03/b 1%.mp4");
        assertThat(read(file).where("width = 120").select("data").count()).isEqualTo(30);
        assertThat(run(read(file).where("width = 160").select("data")).rows()).isEmpty();
        assertThat(run(read(file, "width", "40").where("width = 40").select("frame_index"))
                        .decoded())
                .isZero();
    }

    @Test
    void errorsAreFoundByWhoAsksForThem() {
        VideoTree.damage(tree);
        try {
            Dataset<Row> all = read(tree, "mode", "PERMISSIVE");
            Cost errors = run(all.where("error IS NOT NULL").select("path", "error", "data"));
            assertThat(errors.rows())
                    .as("one that is no video, and one with a hole behind two key frames")
                    .hasSize(3);
            assertThat(errors.decoded()).isGreaterThan(200);
            Cost healthy = run(all.where("error IS NULL AND frame_index < 0").select("data"));
            assertThat(healthy.decoded()).isZero();
            assertThat(run(all.where("frame_index = 1").select("frame_index", "data"))
                            .rows())
                    .hasSize(7);
        } finally {
            for (String name : new String[] {"day=2026-01-02/e.avi", "day=2026-01-03/f.mp4", "day=2026-01-04/g.mp4"}) {
                tree.resolve("camera=3/" + name).toFile().delete();
            }
        }
    }
}
