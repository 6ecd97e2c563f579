package io.nvvideo.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that measure on a GPU, on a driver made of host code: what they count is right, their times say nothing. */
class RatesTest {
    private static final String DONE =
            ", \"pieces\": %d, \"frames\": %d, \"seconds\": [0-9.]+, \"without_opening\": [0-9.]+}";

    @TempDir
    private Path folder;

    private static List<String> lines(Class<?> program, String... arguments) throws Exception {
        Run run = MockDriver.decoding().run(program, arguments);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.calls()).as(run.text()).containsEntry("open parsers", 0).containsEntry("open streams", 0);
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(run.calls("cuvidUnmapVideoFrame64"));
        return run.lines().stream().filter(line -> line.startsWith("{")).toList();
    }

    private static String line(String table, String video, String what, int threads, String who, String how) {
        return String.format(
                "\\{\"table\": \"%s\", \"video\": \"%s\", \"what\": \"%s\", \"threads\": %d, \"who\": \"%s\", \"how\": \"%s\"",
                table, video, what, threads, who, how);
    }

    @Test
    void everyClipIsReadToItsEndWithNewSessionsAndWithKeptOnes() throws Exception {
        TestVideos.make(folder.resolve("clip-h264-120p.mp4"), Spec.H264);
        TestVideos.make(
                folder.resolve("clip-h264-240p.mp4"),
                Spec.H264.withSize(320, 240).withFrames(10));
        List<String> lines = lines(ReuseRates.class, "0", folder.toString(), "60", "8", "4,1");
        assertThat(lines).hasSize(2 * 3 * 3);
        for (String how : List.of(
                "on the GPU, new sessions", "on the GPU, kept sessions", "rgb 336x336 on the host, kept sessions")) {
            assertThat(lines)
                    .anyMatch(line -> line.matches(line("reuse", "h264-120p", "all frames", 4, "nvvideo", how)
                            + String.format(DONE, 8, 8 * 30)))
                    .anyMatch(line -> line.matches(line("reuse", "h264-240p", "all frames", 1, "nvvideo", how)
                            + String.format(DONE, 8, 8 * 10)))
                    .anyMatch(line -> line.matches(line("reuse", "h264-mixed", "all frames", 1, "nvvideo", how)
                            + String.format(DONE, 8, 4 * 40)));
        }
    }

    @Test
    void chosenFramesComeToTheHostAndStayOnTheGpu() throws Exception {
        TestVideos.make(folder.resolve("long-h264-gop10.mp4"), Spec.H264.withFrames(60));
        Path choices = Files.writeString(folder.resolve("choices"), "# of 60\nrandom 41 3 59 12\nsequential 0 1 2\n");
        List<String> lines = lines(RetrievalRates.class, "0", folder.toString(), "0.01", choices.toString());
        assertThat(lines).hasSize(3 * 2 * 2).noneMatch(line -> line.contains("error"));
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        line("retrieval", "h264-gop10", "random", 1, "nvvideo", "rgb on the GPU") + ", \"pieces\".*"))
                .anyMatch(line ->
                        line.matches(line("retrieval", "h264-gop10", "sequential", 7, "nvvideo", "rgb on the host")
                                + ", \"pieces\".*"));
        for (String line : lines) {
            int each = line.contains("random") ? 4 : 3;
            assertThat(number(line, "frames")).isEqualTo(each * number(line, "pieces"));
        }
    }

    private static int number(String line, String field) {
        return Integer.parseInt(line.replaceFirst(".*\"" + field + "\": ([0-9]+).*", "$1"));
    }

    @Test
    void enginesDecodeEveryPictureThoughNobodyLooks() throws Exception {
        Path file = TestVideos.make(folder.resolve("clip-h264-120p.mp4"), Spec.H264);
        List<String> lines = lines(EngineRates.class, "0", "60", "20", file.toString());
        assertThat(lines)
                .hasSize(3)
                .anyMatch(line -> line.matches(
                        line("spark", "clip-h264-120p.mp4", "all frames", 16, "the engines", "decoded, nothing mapped")
                                + String.format(DONE, 20, 600)))
                .anyMatch(line -> line.matches(
                        line("spark", "clip-h264-120p.mp4", "all frames", 16, "nvvideo", "library, rgb 336x336")
                                + String.format(DONE, 20, 600)));
    }

    @Test
    void aCellThatFailsSaysWhyAndTheOthersGoOn() throws Exception {
        TestVideos.make(folder.resolve("clip-h264-120p.mp4"), Spec.H264);
        Files.writeString(folder.resolve("clip-h264-240p.mp4"), "no video");
        List<String> lines = lines(ReuseRates.class, "0", folder.toString(), "60", "4", "2");
        assertThat(lines)
                .hasSize(3 * 3)
                .filteredOn(line -> line.contains("h264-120p"))
                .noneMatch(line -> line.contains("error"));
        assertThat(lines)
                .filteredOn(line -> line.contains("h264-240p"))
                .allMatch(line -> line.contains("\"error\": \"Cannot "));
    }

    /** What is measured beside other libraries gives the right pictures. */
    @Test
    void framesThatStayOnTheGpuAreTheCpus() throws Exception {
        Path h264 = TestVideos.make(folder.resolve("h264.mp4"), Spec.H264.withFrames(60));
        Path mpeg2 = TestVideos.make(folder.resolve("mpeg2.mkv"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p"));
        Run run = MockDriver.decoding().run(DeviceFramesComparison.class, h264.toString(), mpeg2.toString());
        assertThat(run.lines())
                .as(run.text())
                .filteredOn(line -> line.startsWith("frame"))
                .hasSize(12)
                .allMatch(line -> line.endsWith(": within 1"));
    }
}
