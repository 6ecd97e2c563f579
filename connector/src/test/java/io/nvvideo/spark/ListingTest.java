package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    private static Path small;

    @BeforeAll
    static void makeTree() throws IOException {
        small = TestVideos.make(
                folder.resolve("tiny.mp4"), Spec.MPEG4.withFrames(2).withSize(32, 32));
        for (String name : List.of(
                "tree/camera=1/day=2026-01-02/a.mp4",
                "tree/camera=1/day=2026-01-03/b 1%.mp4",
                "tree/camera=2/day=2026-01-02/c.avi",
                "tree/camera=2/day=2026-01-02/_hidden.mp4",
                "plain/é.mp4",
                "plain/[x].mp4",
                "plain/old.mp4",
                "plain/notes.txt",
                "clash/Width=3/a.mp4",
                "own/length=3/path=x/a.mp4")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.copy(small, file);
        }
        Files.setLastModifiedTime(
                folder.resolve("plain/old.mp4"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "tree, width, 32",
        "tree/camera=1, width, 32",
        "tree/camera=1, basePath, tree",
        "tree/*/day=2026-01-02, width, 32",
        "tree, pathGlobFilter, *.avi",
        "tree, recursiveFileLookup, true",
        "plain/*.mp4, width, 32",
        "plain, pathGlobFilter, *.mp4",
        "plain, modifiedAfter, 2021-01-01T00:00:00",
        "plain, modifiedBefore, 2021-01-01T00:00:00",
    })
    void filesAndPartitionsAreThoseOfSparksBinaryFile(String path, String option, String value) {
        String resolved = option.equals("basePath") ? folder.resolve(value).toString() : value;
        Map<String, String> ofSpark = option.equals("width") ? Map.of() : Map.of(option, resolved);
        Dataset<Row> sparks = SPARK.read()
                .format("binaryFile")
                .options(ofSpark)
                .load(folder.resolve(path).toString());
        Dataset<Row> ours = SPARK.read()
                .format("nvvideo")
                .option("view", "videos")
                .option("mode", "PERMISSIVE")
                .option(option, resolved)
                .load(folder.resolve(path).toString());
        List<String> partitions =
                List.of(sparks.schema().fieldNames()).subList(4, sparks.schema().length());
        assertThat(List.of(ours.schema().fieldNames())).endsWith(partitions.toArray(new String[0]));
        String[] sparkColumns = columns("modificationTime", partitions);
        String[] ourColumns = columns("modification_time", partitions);
        assertThat(ours.select("path", ourColumns).orderBy("path").collectAsList())
                .isNotEmpty()
                .hasToString(sparks.select("path", sparkColumns)
                        .orderBy("path")
                        .collectAsList()
                        .toString());
    }

    @Test
    void partitionColumnsComeLastWithTheirTypes() {
        Dataset<Row> frames =
                SPARK.read().format("nvvideo").load(folder.resolve("tree").toString());
        assertThat(frames.schema().fieldNames()).endsWith("error", "camera", "day");
        assertThat(frames.selectExpr("camera", "cast(day as string)", "frame_index")
                        .where("camera = 2")
                        .orderBy("frame_index")
                        .collectAsList())
                .hasToString("[[2,2026-01-02,0], [2,2026-01-02,1]]");
    }

    @Test
    void filesWithoutAByteAreBrokenVideosAndNotLost(@TempDir Path some) throws IOException {
        Path good = Files.createDirectories(some.resolve("camera=1/at=a b%2Fc"));
        Files.copy(small, good.resolve("good.mp4"));
        Path bad = Files.createDirectories(some.resolve("camera=22/at=x+y %25"));
        Files.createFile(bad.resolve("ü empty.mp4"));
        for (String view : List.of("frames", "videos")) {
            var reader = SPARK.read().format("nvvideo").option("view", view);
            assertThatThrownBy(() -> reader.load(some.toString()).collectAsList())
                    .hasStackTraceContaining("ü empty.mp4")
                    .hasStackTraceContaining("the file is empty");
            List<Row> errors = reader.option("mode", "PERMISSIVE")
                    .load(some.toString())
                    .where("error IS NOT NULL")
                    .select("path", "camera", "at", "_metadata.file_size")
                    .collectAsList();
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).getString(0)).endsWith("ü empty.mp4");
            assertThat(errors.get(0).getInt(1)).isEqualTo(22);
            assertThat(errors.get(0).getString(2)).isEqualTo("x+y %");
            assertThat(errors.get(0).getLong(3)).isZero();
        }
    }

    @Test
    void severalPathsAreReadTogether() {
        String[] paths = {
            folder.resolve("plain/old.mp4").toString(),
            folder.resolve("tiny.mp4").toString()
        };
        assertThat(SPARK.read().format("nvvideo").load(paths).count()).isEqualTo(4);
    }

    @Test
    void aPathThatDoesNotExistIsSparksOwnError() {
        String path = folder.resolve("nowhere").toString();
        assertThatThrownBy(() -> SPARK.read().format("nvvideo").load(path)).satisfies(ours -> assertThatThrownBy(
                        () -> SPARK.read().format("binaryFile").load(path))
                .hasSameClassAs(ours)
                .hasMessage(ours.getMessage()));
    }

    @Test
    void aPartitionColumnWithTheNameOfOursIsAnError() {
        String path = folder.resolve("clash").toString();
        assertThatThrownBy(() -> SPARK.read().format("nvvideo").load(path))
                .hasMessageContaining("Width=…")
                .hasMessageContaining("recursiveFileLookup");
        assertThat(SPARK.read()
                        .format("nvvideo")
                        .option("recursiveFileLookup", "true")
                        .load(path)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void partitionColumnsWithNamesOfBinaryFileDoNotDisturb() {
        Row row = SPARK.read()
                .format("nvvideo")
                .option("view", "videos")
                .load(folder.resolve("own").toString())
                .select("path", "length")
                .first();
        assertThat(row.getString(0)).isEqualTo("file:" + folder.resolve("own/length=3/path=x/a.mp4"));
        assertThat(row.getLong(1)).isEqualTo(small.toFile().length());
    }

    @Test
    void manySmallFilesShareATask(@TempDir Path many) throws IOException {
        for (int i = 0; i < 60; i++) {
            Files.copy(small, many.resolve(i + ".mp4"));
        }
        Dataset<Row> frames = SPARK.read().format("nvvideo").load(many.toString());
        assertThat(frames.select("path").toJavaRDD().getNumPartitions()).isBetween(2, 3);
        assertThat(frames.select("data").toJavaRDD().count()).isEqualTo(120);
        assertThat(SPARK.read()
                        .format("nvvideo")
                        .option("maxPartitionBytes", "1")
                        .load(many.toString())
                        .toJavaRDD()
                        .getNumPartitions())
                .isEqualTo(60);
    }

    @Test
    void fewFilesAreListedWithoutAJob(@TempDir Path few) throws IOException {
        for (int i = 0; i < 32; i++) {
            Files.copy(small, few.resolve(i + ".mp4"));
        }
        assertThat(jobsOfPlanning(few)).isEmpty();
        Files.copy(small, few.resolve("one more.mp4"));
        assertThat(jobsOfPlanning(few)).isNotEmpty();
    }

    private static int[] jobsOfPlanning(Path path) {
        String group = "planning " + path;
        SPARK.sparkContext().setJobGroup(group, group, false);
        try {
            Dataset<Row> table = SPARK.read().format("nvvideo").load(path.toString());
            table.queryExecution().toRdd().getNumPartitions();
        } finally {
            SPARK.sparkContext().clearJobGroup();
        }
        return SPARK.sparkContext().statusTracker().getJobIdsForGroup(group);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void aFileThatVanishesBeforePlanningIsAnErrorOrPassedOver(int count, @TempDir Path some) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.copy(small, some.resolve(i + ".mp4"));
        }
        Dataset<Row> table = SPARK.read().format("nvvideo").load(some.toString());
        Dataset<Row> tolerant = SPARK.read()
                .format("nvvideo")
                .option("ignoreMissingFiles", true)
                .load(some.toString());
        Files.delete(some.resolve("1.mp4"));
        assertThatThrownBy(table::count).hasStackTraceContaining("1.mp4").hasStackTraceContaining("exist");
        assertThat(tolerant.count()).isEqualTo(2L * (count - 1));
    }

    private static String[] columns(String modificationTime, List<String> partitions) {
        return Stream.concat(Stream.of("length", modificationTime), partitions.stream())
                .toArray(String[]::new);
    }
}
