package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.spark.LocalSpark;
import io.nvvideo.spark.arrow.ArrowArena;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeVideos() {
        TestVideos.make(folder.resolve("a.mp4"), Spec.MPEG4.withFrames(60));
        TestVideos.make(folder.resolve("b.mp4"), Spec.MPEG4.withFrames(60));
    }

    @AfterEach
    void noByteIsLeft() throws InterruptedException {
        // A task is told to end before it has ended.
        for (int i = 0; i < 100 && (ArrowArena.liveBytes() != 0 || NativeObjects.count() != 0); i++) {
            Thread.sleep(100);
        }
        assertThat(ArrowArena.liveBytes()).as("bytes of Arrow").isZero();
        assertThat(NativeObjects.count()).as("native structures of FFmpeg").isZero();
    }

    @Test
    void afterAFullScan() {
        assertThat(frames().select("data").collectAsList()).hasSize(120);
    }

    @Test
    void batchesAreFreedOnTheWay() {
        // A frame has 36 KiB, and a batch two of them.
        Dataset<Long> live =
                frames().select("data").map((MapFunction<Row, Long>) row -> ArrowArena.liveBytes(), Encoders.LONG());
        assertThat(live.collectAsList()).hasSize(120).allMatch(bytes -> bytes > 0 && bytes < 1 << 20);
    }

    @Test
    void afterALimit() {
        assertThat(frames().limit(2).collectAsList()).hasSize(2);
    }

    @Test
    void afterATaskThatFails() {
        Dataset<Long> failing = frames().map(
                        (MapFunction<Row, Long>) row -> {
                            throw new IllegalStateException("on purpose");
                        },
                        Encoders.LONG());
        assertThatThrownBy(failing::collectAsList).hasStackTraceContaining("on purpose");
    }

    @Test
    void afterAJobThatIsCancelled() throws InterruptedException, ExecutionException {
        JavaFutureAction<Long> job = frames().select("data")
                .toJavaRDD()
                .map(row -> {
                    Thread.sleep(200);
                    return row;
                })
                .countAsync();
        for (int i = 0; i < 100 && ArrowArena.liveBytes() == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(ArrowArena.liveBytes()).isPositive();
        job.cancel(true);
        assertThat(job.isCancelled()).isTrue();
    }

    @Test
    void aCancelledJobFreesItsDecodersAndTheirThreads(@TempDir Path ofThreads) throws Exception {
        // MPEG-4 part 2 is decoded on one thread whatever is asked for.
        TestVideos.make(ofThreads.resolve("h264.mp4"), Spec.H264.withFrames(60));
        JavaFutureAction<Long> job = frames("rgb")
                .option("decodeThreads", 4)
                .load(ofThreads.toString())
                .select("data")
                .toJavaRDD()
                .map(row -> {
                    Thread.sleep(200);
                    return row;
                })
                .countAsync();
        for (int i = 0; i < 600 && decoderThreads() < 4; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(decoderThreads()).isGreaterThanOrEqualTo(4);
        job.cancel(true);
        for (int i = 0; i < 100 && (decoderThreads() > 0 || NativeObjects.count() > 0); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(decoderThreads()).as("threads of decoders").isZero();
        assertThat(NativeObjects.count()).as("native structures of FFmpeg").isZero();
    }

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void batchesHoldNoMorePixelsThanAskedForInAnyFormat(FrameFormat format) {
        // Two tasks, each with a batch in use and one being filled; Arrow rounds its buffers up to powers of two.
        String name = format.name().toLowerCase(Locale.ROOT);
        Dataset<Long> live = frames(name)
                .load(folder.toString())
                .drop("metadata")
                .map((MapFunction<Row, Long>) row -> ArrowArena.liveBytes(), Encoders.LONG());
        assertThat(live.collectAsList())
                .hasSize(120)
                .allMatch(bytes -> bytes > 0 && bytes < 4 * (128 << 10) + (1 << 18));
    }

    /** FFmpeg names the threads of its decoders "av:" and the codec. */
    private static long decoderThreads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(MemoryTest::isOfDecoder).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfDecoder(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("av:");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static DataFrameReader frames(String format) {
        return SPARK.read().format("nvvideo").option("maxBatchBytes", "80k").option("frameFormat", format);
    }

    private static Dataset<Row> frames() {
        return frames("rgb").load(folder.toString());
    }
}
