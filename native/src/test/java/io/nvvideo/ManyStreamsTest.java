package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.IndexSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of many video streams is read a few times for the indices of all, not once for each. */
class ManyStreamsTest {
    private static final int STREAMS = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"many.mp4", "many.mkv"})
    void everyIndexIsThatOfTheStreamByItself(String name) {
        Path file = ManyStreams.make(folder.resolve(name), folder, STREAMS, Spec.MPEG4.withFrames(30));
        List<IndexSummary> together = new ArrayList<>();
        long bytes;
        try (Video video = Video.open(file)) {
            assertThat(video.videoStreams()).hasSize(STREAMS);
            for (int stream : video.videoStreams()) {
                assertThat(video.index(stream).frameCount()).isEqualTo(30);
                together.add(video.index(stream).summary());
            }
            bytes = video.statistics().bytesRead();
        }
        List<IndexSummary> alone = new ArrayList<>();
        long one;
        try (Video video = Video.open(file)) {
            video.index(0);
            one = video.statistics().bytesRead();
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            FrameIndex index = PacketScanner.scan(ByteSource.of(file), stream, () -> true, () -> false)
                    .index();
            alone.add(index.summary());
        }
        assertThat(together).isEqualTo(alone);
        assertThat(bytes).isLessThan(5 * one);
    }
}
