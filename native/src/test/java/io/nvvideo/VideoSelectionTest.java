package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoSelectionTest {
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    @TempDir
    Path folder;

    @Test
    void aSelectionIsResolvedWithoutDecodingAndCanThenBeRead() {
        Path file = TestVideos.make(folder.resolve("resolve.mp4"), Spec.MPEG4);
        Selection everySecond = Selection.sampled(Sampler.Fps.parse("2.5"), new Window(null, null, 5, 30));
        try (Video video = Video.open(file)) {
            int[] wanted = video.select(everySecond);
            assertThat(wanted).containsExactly(5, 15, 25);
            assertThat(video.statistics().framesDecoded()).isZero();
            assertThat(video.list(Selection.indices(wanted), NATIVE))
                    .usingRecursiveComparison()
                    .isEqualTo(video.list(everySecond, NATIVE));
            assertThat(video.select(Selection.indices(-1, 3))).containsExactly(49, 3);
            assertThatThrownBy(() -> video.select(Selection.indices(50)))
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("no frame 50");
        }
    }

    @Test
    void whatAVideoDoesNotHaveIsNoErrorOfASample() {
        Path file = TestVideos.make(folder.resolve("short.mp4"), Spec.MPEG4.withFrames(3));
        try (Video video = Video.open(file)) {
            assertThat(video.list(Selection.sampled(Sampler.Listed.parse("100,-50"), Window.ALL), NATIVE))
                    .isEmpty();
        }
    }

    @Test
    void videosThatShareAStoreListTheirPacketsOnce() {
        Path file = TestVideos.make(folder.resolve("shared.ts"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p"));
        Map<Integer, PacketScanner.Result> kept = new HashMap<>();
        int[] scans = {0};
        VideoOptions options =
                VideoOptions.DEFAULT.withIndexStore((stream, scan) -> kept.computeIfAbsent(stream, unused -> {
                    scans[0]++;
                    return scan.get();
                }));
        try (Video video = Video.open(ByteSource.of(file), options)) {
            assertThat(video.length()).isEqualTo(50);
        }
        assertThat(kept).containsOnlyKeys(0);
        try (Video video = Video.open(ByteSource.of(file), options)) {
            assertThat(video.length()).isEqualTo(50);
            assertThat(video.index()).isSameAs(kept.get(0).index());
            assertThat(scans[0]).isEqualTo(1);
            assertThat(video.frame(7, NATIVE).info().index()).isEqualTo(7);
        }
    }

    @Test
    void whatAScanThrowsComesThroughTheStore() {
        Path file = TestVideos.make(folder.resolve("cancelled.mkv"), Spec.MPEG4);
        boolean[] cancelled = {false};
        VideoOptions options = VideoOptions.DEFAULT
                .withIndexStore((stream, scan) -> scan.get())
                .withCancelled(() -> cancelled[0]);
        try (Video video = Video.open(ByteSource.of(file), options)) {
            cancelled[0] = true;
            assertThatThrownBy(video::length).isInstanceOfSatisfying(VideoException.class, e -> assertThat(e.code())
                    .isEqualTo(VideoException.Code.CANCELLED));
        }
    }
}
