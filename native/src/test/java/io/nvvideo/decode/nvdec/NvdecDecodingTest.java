package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real video on a driver whose hardware is libavcodec: the same frames, times and samples as the CPU's. */
class NvdecDecodingTest {
    @TempDir
    private Path folder;

    /** What became of each file, by its name. */
    static Map<String, String> decode(MockDriver driver, List<Path> files) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("decode", "0"));
        files.forEach(file -> arguments.add(file.toString()));
        Run run = driver.run(GpuChecks.class, arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        List<String> results = run.lines().stream()
                .filter(line -> line.startsWith(GpuChecks.RESULT))
                .map(line -> line.substring(GpuChecks.RESULT.length()))
                .toList();
        assertThat(results).as(run.text()).hasSameSizeAs(files);
        for (String kind : List.of("parsers", "decoders", "memory", "host memory", "streams")) {
            assertThat(run.calls()).containsEntry("open " + kind, 0);
        }
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            byName.put(files.get(i).getFileName().toString(), results.get(i));
        }
        return byName;
    }

    @Test
    void everyCodecGivesTheFramesOfTheCpu() throws Exception {
        List<Path> files = List.of(
                TestVideos.make(folder.resolve("h264.mp4"), Spec.H264),
                TestVideos.make(folder.resolve("h264-cropped.mp4"), Spec.H264.withSize(150, 110)),
                TestVideos.make(folder.resolve("mpeg4-b.mp4"), Spec.MPEG4),
                TestVideos.make(folder.resolve("mpeg2-b.mkv"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                TestVideos.make(folder.resolve("mpeg1.mkv"), Spec.MPEG4.withEncoder("mpeg1video", "yuv420p")),
                TestVideos.make(folder.resolve("vp8.webm"), Spec.H264.withEncoder("libvpx", "yuv420p")),
                TestVideos.make(
                        folder.resolve("vp9.webm"),
                        Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(160, 128)),
                TestVideos.make(folder.resolve("mjpeg.mkv"), Spec.H264.withEncoder("mjpeg", "yuvj420p")));
        Map<String, String> results = decode(MockDriver.decoding(), files);
        assertThat(results.values()).as(results.toString()).allMatch(result -> result.startsWith("same\t"));
    }
}
