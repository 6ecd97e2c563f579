package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.VideoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    Path folder;

    private Path broken;
    private Path torn;

    @BeforeEach
    void makeFiles() throws IOException {
        TestVideos.make(folder.resolve("good.mp4"), Spec.MPEG4.withFrames(10));
        broken = Files.writeString(folder.resolve("broken.mp4"), "this is no video".repeat(100));
        torn = VideoTree.torn(folder.resolve("torn.mp4"));
    }

    @Test
    void byDefaultTheTaskFailsWithAnErrorThatNamesTheFile() {
        assertThatThrownBy(() -> frames(broken).collectAsList())
                .hasStackTraceContaining("io.nvvideo.VideoException")
                .hasStackTraceContaining("broken.mp4");
        assertThatThrownBy(() -> frames(torn).collectAsList()).hasStackTraceContaining("torn.mp4");
    }

    @Test
    void permissiveGivesEveryFrameThereIsAndARowForEachFailure() {
        List<Row> rows = frames(folder, "mode", "PERMISSIVE")
                .orderBy("path", "frame_index")
                .collectAsList();
        List<Row> errors =
                rows.stream().filter(row -> row.getAs("error") != null).toList();
        assertThat(errors)
                .extracting(row -> row.<String>getAs("path"))
                .startsWith("file:" + broken, "file:" + torn)
                .filteredOn(path -> path.equals("file:" + broken))
                .hasSize(1);
        assertThat(errors.get(0).<Integer>getAs("stream_index")).isNull();
        assertThat(errors.subList(1, errors.size())).allMatch(row -> row.<Integer>getAs("stream_index") == 0);
        assertThat(errors).extracting(row -> row.<String>getAs("error")).doesNotHaveDuplicates();
        assertThat(errors).allSatisfy(row -> {
            assertThat(row.<Long>getAs("frame_index")).isNull();
            assertThat(row.<byte[]>getAs("data")).isNull();
            assertThat(row.<Row>getAs("metadata")).isNull();
            assertThat(row.<String>getAs("error")).contains(row.<String>getAs("path"));
        });
        assertThat(rows.stream().filter(row -> row.<String>getAs("path").endsWith("good.mp4")))
                .hasSize(10);
        assertThat(rows.stream().filter(row -> row.<String>getAs("path").endsWith("torn.mp4")))
                .hasSizeBetween(20, 40);
    }

    @Test
    void dropMalformedGivesEveryFrameThereIs() {
        long readable = readable();
        List<Row> rows = frames(folder, "mode", "DROPMALFORMED").collectAsList();
        assertThat(rows).hasSize((int) readable).allMatch(row -> row.getAs("error") == null);
    }

    @Test
    void framesThatTheDecoderGuessedAreNeverPassedOffAsGood() {
        Path concealed = Corpus.video("gen_truncated_60pct.ts");
        assertThatThrownBy(() -> frames(concealed).select("data").collectAsList())
                .hasStackTraceContaining("gen_truncated_60pct.ts")
                .hasStackTraceContaining("is damaged");
        assertThat(frames(concealed, "mode", "DROPMALFORMED").select("data").collectAsList())
                .hasSize(30);
        assertThat(frames(concealed, "mode", "PERMISSIVE").where("is_corrupt").collectAsList())
                .hasSize(1)
                .allMatch(row -> row.getAs("data") != null && row.getAs("error") == null);
    }

    @Test
    void corruptFilesAreIgnoredFromWhereTheyBreak() {
        long readable = readable();
        assertThat(frames(folder, "ignoreCorruptFiles", "true")
                        .select("data")
                        .toJavaRDD()
                        .count())
                .isBetween(10L, readable);
    }

    @Test
    void aFileThatVanishesIsAnErrorOrPassedOver() throws IOException {
        Path vanishing = Files.copy(folder.resolve("good.mp4"), folder.resolve("vanishing.mp4"));
        for (String ignore : List.of("false", "true")) {
            if (!Files.exists(vanishing)) {
                Files.copy(folder.resolve("good.mp4"), vanishing);
            }
            Dataset<Row> frames =
                    frames(folder, "ignoreMissingFiles", ignore, "pathGlobFilter", "{good,vanishing}.mp4");
            var rdd = frames.select("frame_index").toJavaRDD();
            assertThat(rdd.getNumPartitions()).isPositive();
            Files.delete(vanishing);
            if (ignore.equals("true")) {
                assertThat(rdd.count()).isEqualTo(10);
            } else {
                assertThatThrownBy(rdd::count)
                        .hasStackTraceContaining("vanishing.mp4: it does not exist any more")
                        .hasStackTraceContaining("ignoreMissingFiles");
            }
        }
    }

    @Test
    void aFileThatHasChangedIsSaidSo() throws IOException {
        Dataset<Row> frames = frames(folder.resolve("good.mp4")).select("data");
        var rdd = frames.toJavaRDD();
        assertThat(rdd.getNumPartitions()).isOne();
        Files.writeString(folder.resolve("good.mp4"), "other bytes");
        assertThatThrownBy(rdd::count).hasStackTraceContaining("bytes when the query was planned, and has 11 now");
    }

    @Test
    void aStreamThatDoesNotExistIsAnError() {
        assertThatThrownBy(() ->
                        frames(folder.resolve("good.mp4"), "streamIndex", "7").collectAsList())
                .hasStackTraceContaining("good.mp4");
    }

    /** Frames that decode: counting alone would count those of the index. */
    private long readable() {
        return frames(folder, "mode", "PERMISSIVE")
                .where("error IS NULL AND length(data) > 0 AND NOT is_corrupt")
                .count();
    }

    @Test
    void exceptionsTravelFromExecutorToDriver() throws IOException, ClassNotFoundException {
        VideoException thrown = new VideoException(
                VideoException.Code.IO, "Cannot read x: y.", new UncheckedIOException(new IOException("deep")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            VideoException read = (VideoException) in.readObject();
            assertThat(read.code()).isEqualTo(thrown.code());
            assertThat(read).hasMessage("Cannot read x: y.").hasStackTraceContaining("deep");
        }
    }

    private static Dataset<Row> frames(Path path, String... options) {
        return SPARK.read().format("nvvideo").options(Pairs.map(options)).load(path.toString());
    }
}
