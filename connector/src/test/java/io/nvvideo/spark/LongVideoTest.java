package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two minutes of video in one, two, eight and 32 splits: the same rows, and what they cost. */
@ExtendWith(SplitFiles.class)
class LongVideoTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final int FRAMES = 60 * 50;

    @TempDir
    static Path folder;

    private static Path video;

    @BeforeAll
    static void makeVideo() {
        Spec part = Spec.MPEG4.withFrames(50).withSize(320, 240).withGop(12, 2);
        video = RepeatedVideo.make(folder.resolve("long.mp4"), part, FRAMES / 50);
    }

    @Test
    void rowsAreTheSameHoweverManyTasksDecode() throws IOException {
        List<Row> whole = rows(1);
        assertThat(whole).hasSize(FRAMES);
        assertThat(whole.get(FRAMES - 1).getLong(0)).isEqualTo(FRAMES - 1);
        // The same pictures over and over, each once in each part.
        assertThat(whole.stream().map(row -> row.getString(2)).distinct()).hasSize(50);
        for (int splits : new int[] {1, 2, 8, 32}) {
            long before = cpuNanos();
            assertThat(rows(splits)).isEqualTo(whole);
            System.out.printf(
                    "%d frames of %d bytes in %d splits: %.2f s of CPU%n",
                    FRAMES, Files.size(video), splits, (cpuNanos() - before) / 1e9);
        }
    }

    private static List<Row> rows(int splits) {
        Dataset<Row> frames = SplitFiles.cut(SPARK.read().format("nvvideo").option("conversion", "fast"), video, splits)
                .load(video.toString());
        assertThat(frames.toJavaRDD().getNumPartitions()).isEqualTo(splits);
        return frames.select(
                        functions.col("frame_index"), functions.col("frame_pts"), functions.md5(functions.col("data")))
                .orderBy("frame_index")
                .collectAsList();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
