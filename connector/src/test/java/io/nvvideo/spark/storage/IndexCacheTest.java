package io.nvvideo.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.VideoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCacheTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void twoThousandFilesDoNotTakeMoreThanItsBound() throws IOException {
        IndexCache cache = new IndexCache(200_000);
        Path video = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(50));
        long largest = 0;
        for (int i = 0; i < 2000; i++) {
            Path link = Files.createLink(folder.resolve(i + ".mp4"), video);
            assertThat(open(cache, link).frames()).isEqualTo(50);
            largest = Math.max(largest, cache.sizeInBytes());
        }
        assertThat(largest).isBetween(190_000L, 200_000L);
        assertThat(cache.sizeInBytes()).isBetween(190_000L, 200_000L);
        assertThat(open(cache, folder.resolve("1999.mp4")).hits()).isOne();
        assertThat(open(cache, folder.resolve("0.mp4")).hits()).isZero();
    }

    @Test
    void tasksAtTheSameTimeIndexAFileOnce() throws Exception {
        IndexCache cache = new IndexCache(1 << 20);
        Path video = TestVideos.make(folder.resolve("v.mkv"), Spec.MPEG4.withFrames(300));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Opened>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                tasks.add(threads.submit(() -> open(cache, video)));
            }
            long hits = 0;
            for (Future<Opened> task : tasks) {
                assertThat(task.get().frames()).isEqualTo(300);
                hits += task.get().hits();
            }
            assertThat(hits).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherContentIsAnotherIndex() throws IOException {
        IndexCache cache = new IndexCache(1 << 20);
        Path video = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(10));
        assertThat(open(cache, video)).isEqualTo(new Opened(10, 0));
        assertThat(open(cache, video)).isEqualTo(new Opened(10, 1));
        Files.setLastModifiedTime(video, FileTime.from(Instant.now().plusMillis(5)));
        assertThat(open(cache, video)).isEqualTo(new Opened(10, 0));
        TestVideos.make(video, Spec.MPEG4.withFrames(20));
        assertThat(open(cache, video)).isEqualTo(new Opened(20, 0));
    }

    @Test
    void aFileWhoseTimeIsUnknownIsNotKept() throws IOException {
        IndexCache cache = new IndexCache(1 << 20);
        Path video = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(10));
        Files.setLastModifiedTime(video, FileTime.fromMillis(0));
        assertThat(open(cache, video)).isEqualTo(new Opened(10, 0));
        assertThat(open(cache, video)).isEqualTo(new Opened(10, 0));
        assertThat(cache.sizeInBytes()).isZero();
    }

    private record Opened(int frames, long hits) {}

    private Opened open(IndexCache cache, Path file) {
        HadoopByteSource source = new HadoopByteSource("file:" + file, hadoop);
        IndexCache.OfFile indices = cache.of(source, () -> false);
        try (Video video = Video.open(source, VideoOptions.DEFAULT.withIndexStore(indices))) {
            return new Opened(video.length(), indices.hits());
        }
    }
}
