package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decoding ahead changes nothing but who decodes when. */
@Timeout(60)
class PrefetchTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    Path folder;

    @Test
    void rowsAreTheSame() {
        Path video = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(100));
        List<Row> plain = rows(video, 0, "FAILFAST");
        assertThat(plain).hasSize(100);
        assertThat(rows(video, 1, "FAILFAST")).isEqualTo(plain);
        assertThat(rows(video, 5, "FAILFAST")).isEqualTo(plain);
    }

    @Test
    void soAreErrors() {
        Path video = Corpus.video("bad_corrupted_nal_sizes.mp4");
        assertThat(rows(video, 4, "PERMISSIVE")).isEqualTo(rows(video, 0, "PERMISSIVE"));
        assertThatThrownBy(() -> rows(video, 4, "FAILFAST"))
                .hasStackTraceContaining("Cannot decode frame 30 (packet 30)");
    }

    @Test
    void aQueryThatStopsEarlyLeavesNoThread() {
        Path video = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(500));
        for (int i = 0; i < 5; i++) {
            assertThat(frames(video, 8, "FAILFAST").select("data").limit(1).collectAsList())
                    .hasSize(1);
        }
        assertThat(prefetchers()).isEmpty();
    }

    @Test
    void aQueryThatIsCancelledEndsAndLeavesNoThread() throws InterruptedException {
        Spec part = Spec.MPEG4.withFrames(50).withSize(1280, 720);
        Path video = RepeatedVideo.make(folder.resolve("long.mp4"), part, 100);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<List<Row>> query = thread.submit(() -> {
                SPARK.sparkContext().setJobGroup("cancelled", "a query that is cancelled", true);
                return rows(video, 8, "FAILFAST");
            });
            while (prefetchers().isEmpty()) {
                assertThat(query.isDone()).isFalse();
                Thread.sleep(20);
            }
            SPARK.sparkContext().cancelJobGroup("cancelled");
            assertThatThrownBy(query::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("cancelled");
            while (!prefetchers().isEmpty()) {
                Thread.sleep(20);
            }
        } finally {
            thread.shutdownNow();
        }
    }

    private static List<String> prefetchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("nvvideo"))
                .toList();
    }

    private static List<Row> rows(Path video, int prefetched, String mode) {
        return frames(video, prefetched, mode)
                .selectExpr("frame_index", "frame_pts", "pict_type", "md5(data)", "error")
                .orderBy("frame_index")
                .collectAsList();
    }

    private static Dataset<Row> frames(Path video, int prefetched, String mode) {
        return SPARK.read()
                .format("nvvideo")
                .option("prefetchFrames", prefetched)
                .option("mode", mode)
                .load(video.toString());
    }
}
