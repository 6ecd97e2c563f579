package io.nvvideo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some damaged videos in one process, the same each time; {@code -Dnvvideo.fuzz.files} and {@code -Dnvvideo.fuzz.seed} choose others. */
class GpuFuzzTest {
    private static final int FILES = Integer.getInteger("nvvideo.fuzz.files", 140);
    private static final long SEED = Long.getLong("nvvideo.fuzz.seed", 1);

    /** Times that each file claims what is not there. */
    private static final int CLAIMS = 60;

    @TempDir
    private Path folder;

    @Test
    void damagedVideosHarmNeitherTheProcessNorTheNextReading() throws Exception {
        Spec plain = Spec.H264.withFrames(12).withSize(176, 144);
        List<String> files = Stream.of(
                        TestVideos.make(folder.resolve("a.mp4"), plain),
                        TestVideos.make(folder.resolve("vp8.webm"), plain.withEncoder("libvpx", "yuv420p")),
                        TestVideos.make(folder.resolve("vp9.webm"), plain.withEncoder("libvpx-vp9", "yuv420p")),
                        TestVideos.make(folder.resolve("mpeg2.ts"), plain.withEncoder("mpeg2video", "yuv420p")),
                        TestVideos.make(folder.resolve("mpeg4.mp4"), Spec.MPEG4.withFrames(12)),
                        tiles())
                .map(Path::toString)
                .collect(Collectors.toList());
        if (Corpus.folder() != null) {
            files.add(Corpus.video("hevc_sar_4x3.mp4").toString());
        }
        isSurvived(MockDriver.decoding(), GpuFuzz.ANY, FILES / files.size(), files);
    }

    /** Of VP8 and VP9 nothing is given to FFmpeg's own decoders for GPUs. */
    @Test
    void ffmpegsDecodersForGpusSurviveDamageToo() throws Exception {
        Spec plain = Spec.H264.withFrames(12).withSize(176, 144);
        List<String> files = Stream.of(
                        TestVideos.make(folder.resolve("a.mp4"), plain),
                        TestVideos.make(folder.resolve("mpeg2.ts"), plain.withEncoder("mpeg2video", "yuv420p")),
                        TestVideos.make(folder.resolve("mpeg4.mp4"), Spec.MPEG4.withFrames(12)),
                        selfTest("hevc.mp4"))
                .map(Path::toString)
                .toList();
        isSurvived(throughFfmpeg(), GpuFuzz.ANY, FILES / 2 / files.size(), files);
    }

    @Test
    void whatStreamsClaimIsNotBelieved() throws Exception {
        Spec plain = Spec.H264.withFrames(12).withSize(176, 144);
        String hevc = selfTest("hevc.mp4").toString();
        String av1 = TestVideos.make(folder.resolve("av1.mkv"), plain.withEncoder("libaom-av1", "yuv420p"))
                .toString();
        String vp8 = TestVideos.make(folder.resolve("vp8.webm"), plain.withEncoder("libvpx", "yuv420p"))
                .toString();
        String vp9 = selfTest("vp9.webm").toString();
        String other = selfTest("av1.mp4").toString();
        String tiles = tiles().toString();
        isSurvived(MockDriver.decoding(), GpuFuzz.CLAIMS, CLAIMS, List.of(hevc, av1, other, tiles, vp8, vp9));
        isSurvived(throughFfmpeg(), GpuFuzz.CLAIMS, CLAIMS, List.of(hevc, av1, tiles));
    }

    private Path tiles() {
        Spec spec =
                Spec.H264.withEncoder("libaom-av1", "yuv420p").withFrames(12).withSize(256, 256);
        return TestVideos.make(folder.resolve("tiles.mp4"), spec.withOption("tiles", "2x2"));
    }

    private static MockDriver throughFfmpeg() {
        return MockDriver.decoding().jvm("-Dnvvideo.cuda.decoder=cuvid");
    }

    private Path selfTest(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream stream = Video.class.getResourceAsStream("selftest/" + name)) {
            Files.copy(stream, file);
        }
        return file;
    }

    private static void isSurvived(MockDriver driver, String damage, int times, List<String> files) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(damage, "" + times, "" + SEED));
        arguments.addAll(files);
        Run run = driver.set("MOCK_DAMAGED", "1")
                .set("MOCK_CHIP", "rtx5090")
                .run(GpuFuzz.class, arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.startsWith(GpuFuzz.DONE));
        assertThat(run.lines()).noneMatch(line -> line.startsWith(GpuFuzz.WRONG));
        assertThat(run.calls()).containsEntry("open parsers", 0);
    }
}
