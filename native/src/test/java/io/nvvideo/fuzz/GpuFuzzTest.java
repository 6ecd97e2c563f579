package io.nvvideo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
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
                        TestVideos.make(
                                folder.resolve("av1.mp4"),
                                plain.withEncoder("libaom-av1", "yuv420p")
                                        .withSize(256, 256)
                                        .withOption("tiles", "2x2")))
                .map(Path::toString)
                .collect(Collectors.toList());
        if (Corpus.folder() != null) {
            files.add(Corpus.video("hevc_sar_4x3.mp4").toString());
        }
        List<String> arguments = new ArrayList<>(List.of("" + FILES / files.size(), "" + SEED));
        arguments.addAll(files);
        Run run = MockDriver.decoding()
                .set("MOCK_DAMAGED", "1")
                .set("MOCK_CHIP", "rtx5090")
                .run(GpuFuzz.class, arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.startsWith(GpuFuzz.DONE));
        assertThat(run.lines()).noneMatch(line -> line.startsWith(GpuFuzz.WRONG));
        assertThat(run.calls()).containsEntry("open parsers", 0);
    }
}
