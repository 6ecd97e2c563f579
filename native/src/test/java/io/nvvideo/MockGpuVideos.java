package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos on a GPU whose hardware is libavcodec, and what holds of both ways to it: the same frames as on the CPU. */
abstract class MockGpuVideos {
    @TempDir
    Path folder;

    /** The driver, and the JVMs in which it is found. */
    abstract MockDriver driver();

    /** Fails if something is left of videos that were read. */
    abstract void nothingStays(Run run);

    /** What {@link GpuScenarios} print of files. */
    final List<String> lines(MockDriver driver, String scenario, Path... files) throws Exception {
        return lines(driver, GpuScenarios.class, List.of(scenario), List.of(files));
    }

    private List<String> lines(MockDriver driver, Class<?> main, List<String> arguments, List<Path> files)
            throws Exception {
        List<String> all = new ArrayList<>(arguments);
        files.forEach(file -> all.add(file.toString()));
        Run run = driver.run(main, all.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.calls()).as(run.text()).containsEntry("open parsers", 0);
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(run.calls("cuvidUnmapVideoFrame64"));
        nothingStays(run);
        return run.lines().stream().filter(line -> !line.contains("] INFO ")).toList();
    }

    /** Fails if outputs and frames, as {@link DeviceComparison} names them, are not those of the CPU. */
    final void isAsOnTheCpu(MockDriver driver, String outputs, String frames, LatencyMode latency, List<Path> files)
            throws Exception {
        List<String> lines = lines(driver, DeviceComparison.class, List.of(outputs, frames, latency.name()), files);
        assertThat(lines)
                .filteredOn(line -> line.startsWith(DeviceComparison.RESULT))
                .hasSameSizeAs(files)
                .allMatch(line -> line.endsWith("\t" + DeviceComparison.SAME));
    }

    final void isAsOnTheCpu(String outputs, String frames, List<Path> files) throws Exception {
        isAsOnTheCpu(driver(), outputs, frames, LatencyMode.NATIVE, files);
    }

    final Path video(String name, Spec spec) {
        return TestVideos.make(folder.resolve(name), spec);
    }

    /** H.264 whose pictures are squares, of each of the sides in turn. */
    final Path joined(int... sides) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int side : sides) {
            all.writeBytes(Files.readAllBytes(video(side + ".h264", Spec.H264.withSize(side, side))));
        }
        return Files.write(folder.resolve("joined.h264"), all.toByteArray());
    }

    /** A video of each codec, but AV1, that chips decode. */
    List<Path> generated() {
        return List.of(
                video("h264.mp4", Spec.H264),
                video("cropped.mkv", Spec.H264.withSize(150, 110)),
                video("mpeg4.mp4", Spec.MPEG4),
                video("mpeg2.ts", Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                video("mpeg1.mkv", Spec.MPEG4.withEncoder("mpeg1video", "yuv420p")),
                video("vp8.webm", Spec.H264.withEncoder("libvpx", "yuv420p")),
                video("vp9.webm", Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(162, 130)));
    }

    @Test
    void everyOutputOfEveryCodecIsThatOfTheCpu() throws Exception {
        isAsOnTheCpu("all", "all", generated());
    }

    @Test
    void framesTakenAloneAreThoseOfTheCpu() throws Exception {
        isAsOnTheCpu("native,rgb", "0,3,4,17,18,29", generated());
    }

    /** Also where the chip has gray H.264: what it writes for chroma is not said. */
    @Test
    void grayH264GoesToTheCpu() throws Exception {
        Corpus.requireCorpus();
        Path gray = Corpus.video("gen_h264_gray.mp4");
        for (String name : List.of("h200", "rtx5090")) {
            assertThat(lines(driver().set("MOCK_CHIP", name), "auto", gray))
                    .singleElement()
                    .asString()
                    .endsWith(" 1 on the CPU");
        }
        assertThat(lines(driver().set("MOCK_CHIP", "rtx5090"), "cuda", gray))
                .singleElement()
                .asString()
                .contains("its pictures are gray");
    }

    @Test
    void whatTheChipCannotDecodeGoesToTheCpuIfItMay() throws Exception {
        Path ffv1 = video("a.mkv", Spec.MPEG4.withEncoder("ffv1", "yuv420p"));
        Path small = video("b.mp4", Spec.H264.withSize(32, 32));
        Path inexact = video("c.mp4", Spec.MPEG4);
        assertThat(lines(driver(), "auto", ffv1, small, inexact))
                .containsExactly(
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), "cuda", ffv1, small, inexact))
                .containsExactly(
                        "UNSUPPORTED Cannot decode " + ffv1 + " on GPU 0 (Mock GPU A): ffv1 is not decoded on GPUs"
                                + " here. Use device=auto or device=cpu.",
                        "UNSUPPORTED Cannot decode " + small + " on GPU 0 (Mock GPU A): 32x32 is smaller than the"
                                + " 48x16 that its decoders begin with for h264 yuv420 8 bit. Use device=auto or"
                                + " device=cpu.",
                        "same 50 frames: 50 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void whichGpuIsSaidByTheOptionThenByTheTask() throws Exception {
        List<String> several = lines(driver(), "choice", video("a.mp4", Spec.H264));
        assertThat(several).hasSize(4);
        assertThat(several.get(0)).isEqualTo("on the CPU");
        assertThat(several.get(1))
                .startsWith("INVALID_ARGUMENT Cannot choose a GPU: 2 are visible")
                .contains("Set device=cuda:0");
        assertThat(several.get(2)).isEqualTo("on a GPU");
        assertThat(several.get(3)).startsWith("NO_DEVICE Cannot use GPU 7: none has that index");
    }
}
