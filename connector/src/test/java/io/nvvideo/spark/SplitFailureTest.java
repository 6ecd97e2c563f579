package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file that several tasks read, and what they share. */
@ExtendWith(SplitFiles.class)
class SplitFailureTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final int SPLITS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio_only_aac.mp4",
                "bad_garbled.webm",
                "bad_negative_duration.mp4",
                "bad_unknown_codec.mp4",
                "bad_vp9_12336x12336.webm",
                "bad_zero_timescale.mp4",
                "enc_cenc_1frame_1080p.mp4",
            })
    void aFileThatCannotBeReadHasOneRowHoweverManyTasksTryTo(String name) {
        Path file = SplitFiles.cuttable(Corpus.video(name), folder);
        List<Row> rows = split(file, "PERMISSIVE").collectAsList();
        assertThat(rows).hasSize(1);
        assertThat(rows).extracting(row -> row.<String>getAs("error")).doesNotContainNull();
        assertThat(rows)
                .extracting(row -> row.<String>getAs("error"))
                .isEqualTo(whole(file, "PERMISSIVE").collectAsList().stream()
                        .map(row -> row.<String>getAs("error"))
                        .toList());
        assertThat(split(file, "DROPMALFORMED").collectAsList()).isEmpty();
        assertThatThrownBy(() -> split(file, "FAILFAST").collectAsList())
                .hasStackTraceContaining("io.nvvideo.VideoException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad_corrupted_nal_sizes.mp4",
                "bad_invalid_nalu.mp4",
                "bad_vp9_zero_dimensions.mp4",
                "gen_truncated_60pct_faststart.mp4",
                "gen_truncated_60pct.ts",
            })
    void everyFrameThatCanBeReadIsThereWhoeverReadsIt(String name) {
        Path file = SplitFiles.cuttable(Corpus.video(name), folder);
        for (String mode : List.of("PERMISSIVE", "DROPMALFORMED")) {
            // What a decoder guesses depends on what it has seen before.
            String[] columns = {
                "frame_index", "frame_pts", "is_corrupt", "CASE WHEN is_corrupt THEN length(data) ELSE md5(data) END"
            };
            assertThat(split(file, mode)
                            .where("error IS NULL")
                            .orderBy("frame_index")
                            .selectExpr(columns)
                            .collectAsList())
                    .as(mode)
                    .isNotEmpty()
                    .isEqualTo(whole(file, mode)
                            .where("error IS NULL")
                            .orderBy("frame_index")
                            .selectExpr(columns)
                            .collectAsList());
        }
        assertThat(errors(split(file, "PERMISSIVE"))).hasSameSizeAs(errors(whole(file, "PERMISSIVE")));
    }

    @Test
    void whatCutsAFileOffIsToldOnceByWhoReadsItsEnd() throws IOException {
        Path file = TestVideos.make(
                folder.resolve("cut off.mp4"), Spec.MPEG4.withFrames(100).withMuxerOption("movflags", "+faststart"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 6 / 10));
        List<Row> rows = errors(split(file, "PERMISSIVE")).stream()
                .filter(row -> row.<String>getAs("error").contains("header lists"))
                .toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<Long>getAs("start")).isPositive();
        assertThat(rows.get(0).<Long>getAs("start") + rows.get(0).<Long>getAs("length"))
                .isEqualTo(Files.size(file));
    }

    @Test
    void everyRowTellsThePartOfTheFileThatItComesFrom() {
        Path file = video();
        String[] columns = {
            "_metadata.file_block_start AS start",
            "_metadata.file_block_length AS length",
            "input_file_block_start() AS taskStart",
            "input_file_block_length() AS taskLength",
            "length(data)"
        };
        List<Row> parts = split(file, "FAILFAST")
                .selectExpr(columns)
                .distinct()
                .orderBy("start")
                .collectAsList();
        assertThat(parts).hasSizeGreaterThan(2);
        for (Row part : parts) {
            assertThat(part.getLong(2)).isEqualTo(part.getLong(0));
            assertThat(part.getLong(3)).isEqualTo(part.getLong(1));
        }
        assertThat(split(file, "FAILFAST")
                        .where("_metadata.file_block_start > 0")
                        .selectExpr(columns)
                        .distinct()
                        .orderBy("start")
                        .collectAsList())
                .isEqualTo(parts.subList(1, parts.size()));
    }

    @Test
    void aFileIsIndexedOnceHoweverManyTasksReadIt() {
        Path file = video();
        Map<String, Long> first = QueryMetrics.of(
                SPARK, () -> assertThat(split(file, "FAILFAST").collectAsList()).hasSize(100));
        assertThat(first).containsEntry("number of indices found in the cache", SPLITS - 1L);
        Map<String, Long> again = QueryMetrics.of(
                SPARK, () -> assertThat(split(file, "FAILFAST").collectAsList()).hasSize(100));
        assertThat(again).containsEntry("number of indices found in the cache", (long) SPLITS);
    }

    @Test
    void aFileThatHasChangedIsIndexedAgain() throws Exception {
        Path file = video();
        assertThat(whole(file, "FAILFAST").select("frame_index").collectAsList())
                .hasSize(100);
        TestVideos.make(file, Spec.MPEG4.withFrames(40));
        assertThat(whole(file, "FAILFAST").select("frame_index").collectAsList())
                .hasSize(40);
    }

    @Test
    void aFileThatChangesAfterPlanningIsAnErrorInEveryTask() {
        Path file = video();
        assertThat(split(file, "FAILFAST").collectAsList()).hasSize(100);
        var planned =
                split(file, "PERMISSIVE").select("frame_index", "data", "error").toJavaRDD();
        assertThat(planned.getNumPartitions()).isEqualTo(SPLITS);
        TestVideos.make(file, Spec.MPEG4.withFrames(40));
        assertThat(planned.collect()).hasSize(SPLITS).allSatisfy(row -> assertThat(row.<String>getAs("error"))
                .contains("it has changed since the query was planned"));
    }

    private static List<Row> errors(Dataset<Row> frames) {
        return frames
                .selectExpr(
                        "data", "error", "_metadata.file_block_start AS start", "_metadata.file_block_length AS length")
                .collectAsList()
                .stream()
                .filter(row -> row.getAs("error") != null)
                .toList();
    }

    private Path video() {
        return TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(100));
    }

    private static Dataset<Row> split(Path file, String mode) {
        return SplitFiles.cut(reader(mode), file, SPLITS).load(file.toString());
    }

    private static Dataset<Row> whole(Path file, String mode) {
        return reader(mode).option("splitVideos", false).load(file.toString());
    }

    private static DataFrameReader reader(String mode) {
        return SPARK.read().format("nvvideo").option("mode", mode);
    }
}
