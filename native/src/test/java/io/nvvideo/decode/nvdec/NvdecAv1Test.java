package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AV1 on chips that decode it, and on one that does not: the same frames, times and samples as the CPU's. */
class NvdecAv1Test {
    private static final Spec WIDE_ENOUGH = Spec.H264.withSize(160, 128);

    @TempDir
    private Path folder;

    private static Map<String, String> decode(String chip, List<Path> files) throws Exception {
        return NvdecDecodingTest.decode(MockDriver.decoding().set("MOCK_CHIP", chip), files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l4", "rtx5090"})
    void everyEncoderDepthAndContainerGivesTheFramesOfTheCpu(String chip) throws Exception {
        List<Path> files = List.of(
                TestVideos.make(folder.resolve("svt.mp4"), WIDE_ENOUGH.withEncoder("libsvtav1", "yuv420p")),
                TestVideos.make(
                        folder.resolve("svt-groups.mkv"),
                        WIDE_ENOUGH.withEncoder("libsvtav1", "yuv420p").withGop(16, 0)),
                TestVideos.make(folder.resolve("svt-10.webm"), WIDE_ENOUGH.withEncoder("libsvtav1", "yuv420p10le")),
                TestVideos.make(
                        folder.resolve("aom.mp4"),
                        WIDE_ENOUGH.withEncoder("libaom-av1", "yuv420p").withFrames(12)),
                // Of 10 bits and odd sizes one in ten of what libaom encodes cannot be decoded.
                TestVideos.make(
                        folder.resolve("aom-10.ivf"),
                        WIDE_ENOUGH.withEncoder("libaom-av1", "yuv420p10le").withFrames(12)),
                TestVideos.make(
                        folder.resolve("aom-odd.ivf"),
                        WIDE_ENOUGH
                                .withEncoder("libaom-av1", "yuv420p")
                                .withSize(161, 129)
                                .withFrames(12)));
        Map<String, String> results = decode(chip, files);
        assertThat(results.values()).as(results.toString()).allMatch(result -> result.startsWith("same\t"));
    }

    @Test
    void everyAv1VideoOfTheCorpusGivesTheFramesOfTheCpu() throws Exception {
        Map<String, String> results = decode("l4", corpus());
        assertThat(results).hasSizeGreaterThanOrEqualTo(9);
        assertThat(results.remove("av1_tiny_64x64.mp4"))
                .startsWith(GpuChecks.NOT_SUPPORTED)
                .contains("64x64 is smaller than the 128x128");
        assertThat(results.values()).as(results.toString()).allMatch(result -> result.startsWith("same\t"));
    }

    @Test
    void anH200SaysThatItDecodesNone() throws Exception {
        Map<String, String> results = decode("h200", corpus());
        assertThat(results.values())
                .as(results.toString())
                .allMatch(result -> result.startsWith(GpuChecks.NOT_SUPPORTED) && result.contains("do not know av1"));
    }

    private static List<Path> corpus() throws Exception {
        Corpus.requireCorpus();
        try (Stream<Path> all = Files.list(Corpus.folder().resolve("videos"))) {
            return all.filter(file -> file.getFileName().toString().startsWith("av1_"))
                    .sorted()
                    .toList();
        }
    }
}
