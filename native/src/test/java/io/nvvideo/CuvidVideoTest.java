package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos on a GPU by way of FFmpeg's own decoders, in JVMs that cannot load the presets: the same frames as on the CPU. */
class CuvidVideoTest {
    @TempDir
    private Path folder;

    private static MockDriver driver() {
        return MockDriver.decoding().withoutPresets();
    }

    private static List<String> lines(MockDriver driver, Class<?> main, List<String> arguments, List<Path> files)
            throws Exception {
        List<String> all = new ArrayList<>(arguments);
        files.forEach(file -> all.add(file.toString()));
        Run run = driver.run(main, all.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        // Nothing of a video stays.
        assertThat(run.calls())
                .as(run.text())
                .containsEntry("open parsers", 0)
                .containsEntry("open decoders", 0)
                .containsEntry("open memory", 0);
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(run.calls("cuvidUnmapVideoFrame64"));
        assertThat(run.calls("cuvidReconfigureDecoder")).isZero();
        return run.lines().stream().filter(line -> !line.contains("] INFO ")).toList();
    }

    /** What became of each file, by its name. */
    private static Map<String, String> compared(MockDriver driver, String outputs, String frames, List<Path> files)
            throws Exception {
        Map<String, String> results = new TreeMap<>();
        for (String line :
                lines(driver, DeviceComparison.class, List.of(outputs, frames, LatencyMode.NATIVE.name()), files)) {
            if (line.startsWith(DeviceComparison.RESULT)) {
                String[] parts =
                        line.substring(DeviceComparison.RESULT.length()).split("\t", 2);
                results.put(parts[0], parts[1]);
            }
        }
        assertThat(results).hasSameSizeAs(files);
        return results;
    }

    private static void isAsOnTheCpu(MockDriver driver, String outputs, String frames, List<Path> files)
            throws Exception {
        assertThat(compared(driver, outputs, frames, files).entrySet())
                .allMatch(result -> result.getValue().equals(DeviceComparison.SAME));
    }

    private List<Path> generated() {
        return List.of(
                TestVideos.make(folder.resolve("h264.mp4"), Spec.H264),
                TestVideos.make(folder.resolve("cropped.mkv"), Spec.H264.withSize(150, 110)),
                TestVideos.make(folder.resolve("mpeg4.mp4"), Spec.MPEG4),
                TestVideos.make(folder.resolve("mpeg2.ts"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                TestVideos.make(folder.resolve("mpeg1.mkv"), Spec.MPEG4.withEncoder("mpeg1video", "yuv420p")),
                TestVideos.make(folder.resolve("vp8.webm"), Spec.H264.withEncoder("libvpx", "yuv420p")),
                TestVideos.make(
                        folder.resolve("vp9.webm"),
                        Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(162, 130)));
    }

    @Test
    void everyOutputOfEveryCodecIsThatOfTheCpu() throws Exception {
        isAsOnTheCpu(driver(), "all", "all", generated());
    }

    @Test
    void framesTakenAloneAreThoseOfTheCpu() throws Exception {
        isAsOnTheCpu(driver(), "native,rgb", "0,3,4,17,18,29", generated());
    }

    @Test
    void theyAreTheSameWhereThePresetsCouldBeLoaded() throws Exception {
        isAsOnTheCpu(MockDriver.decoding().jvm("-Dnvvideo.cuda.decoder=cuvid"), "native", "all", generated());
    }

    /** Each has something that the others do not: reordering, fields, cropping, depth, colours, changes, open beginnings. */
    @Test
    void realVideosAreThoseOfTheCpu() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "h264_2b_firstpts_10s.mp4",
                        "h264_bpyramid_3b.mp4",
                        "h264_gopro_karma_gpmf_tmcd.mp4",
                        "h264_resize_400x300_to_200x150.mp4",
                        "h264_full_range_yuvj420p_bt709.mp4",
                        "h264_rot90.mov",
                        "gen_h264_open_gop_k12.mp4",
                        "hevc_iphone_dolbyvision84_hlg.mov",
                        "hevc_main10_200x200.mp4",
                        "hevc_main_bframes_480p.mp4",
                        "hevc_rext_12bit_pq.mp4",
                        "hevc_rext_444_8bit_odd.mp4",
                        "gen_mpeg2_480i_tff.ts",
                        "mpeg2_odd_121x81.mp4",
                        "mpeg4_mp3.avi",
                        "vp8_720p.webm",
                        "vp9_p2_10bit_720p.webm")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu(driver(), "surface", "all", files);
        isAsOnTheCpu(driver(), "native", "1,2", files);
    }

    @Test
    void aYoungerChipWritesItsSurfacesToo() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = List.of(
                Corpus.video("gen_h264_high422_10bit_interlaced.mkv"),
                Corpus.video("gen_hevc_rext_422_10bit.mp4"),
                Corpus.video("h264_high10_200x200.mp4"));
        isAsOnTheCpu(driver().set("MOCK_CHIP", "rtx5090"), "surface", "all", files);
    }

    @Test
    void picturesOfAnotherSizeAreDecodedUntilTheyAreTooSmall() throws Exception {
        Corpus.requireCorpus();
        Path file = Corpus.video("vp8_resolution_change.webm");
        assertThat(lines(driver(), GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 197 frames: 16 on the GPU, 2 created, 0 reconfigured, 0 reused, 1 on the CPU");
    }

    @Test
    void everyVideoHasASessionOfItsOwn() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(lines(driver(), GpuScenarios.class, List.of("cuda"), List.of(file, file)))
                .containsExactly(
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void whatTheChipCannotDecodeGoesToTheCpuIfItMay() throws Exception {
        Path ffv1 = TestVideos.make(folder.resolve("a.mkv"), Spec.MPEG4.withEncoder("ffv1", "yuv420p"));
        Path small = TestVideos.make(folder.resolve("b.mp4"), Spec.H264.withSize(32, 32));
        Path inexact = TestVideos.make(folder.resolve("c.mp4"), Spec.MPEG4);
        List<Path> files = List.of(ffv1, small, inexact);
        assertThat(lines(driver(), GpuScenarios.class, List.of("auto"), files))
                .containsExactly(
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), GpuScenarios.class, List.of("cuda"), files))
                .containsExactly(
                        "UNSUPPORTED Cannot decode " + ffv1 + " on GPU 0 (Mock GPU A): ffv1 is not decoded on GPUs"
                                + " here. Use device=auto or device=cpu.",
                        "UNSUPPORTED Cannot decode " + small + " on GPU 0 (Mock GPU A): 32x32 is smaller than the"
                                + " 48x16 that its decoders begin with for h264 yuv420 8 bit. Use device=auto or"
                                + " device=cpu.",
                        "same 50 frames: 50 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void aDriverThatDoesNotParseTheCodecAfterAllLeavesItToTheCpu() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        // More often than contexts that FFmpeg leaves on a thread would be borne.
        List<Path> often = java.util.Collections.nCopies(20, file);
        MockDriver old = driver().failing("cuvidCreateVideoParser", 801);
        assertThat(lines(old, GpuScenarios.class, List.of("auto"), often))
                .hasSize(20)
                .containsOnly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(old, GpuScenarios.class, List.of("cuda"), List.of(file)))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode " + file
                        + " on GPU 0 (Mock GPU A): FFmpeg's h264_cuvid does not open");
    }

    /** Nothing else tells pictures apart there: FFmpeg hands on their times alone, and NVIDIA's parser sorts what are none. */
    @Test
    void aStreamThatDoesNotTellTimesIsLeftToTheCpu() throws Exception {
        Path file = joined(160, 320);
        assertThat(lines(driver(), GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 60 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), GpuScenarios.class, List.of("cuda"), List.of(file)))
                .containsExactly("UNSUPPORTED Cannot decode " + file
                        + " on GPU 0 (Mock GPU A): its packets do not tell when they are shown. Use device=auto or"
                        + " device=cpu.");
    }

    private Path joined(int... sides) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int side : sides) {
            Path part = TestVideos.make(folder.resolve(side + ".h264"), Spec.H264.withSize(side, side));
            all.writeBytes(Files.readAllBytes(part));
        }
        return Files.write(folder.resolve("joined.h264"), all.toByteArray());
    }

    @Test
    void aGpuThatFailsFailsTheTask() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run lost = driver().set("MOCK_FAIL", "cuMemcpy2DAsync_v2@40=700,cuStreamSynchronize@6=700")
                .run(GpuScenarios.class, "auto", file.toString());
        assertThat(lost.lines())
                .as("FFmpeg itself passes over it")
                .filteredOn(line -> !line.startsWith("[main] "))
                .singleElement()
                .asString()
                .startsWith("DEVICE_FAILED Cannot copy a picture of " + file + " from GPU 0 (Mock GPU A)")
                .contains("CUDA_ERROR_ILLEGAL_ADDRESS");
        List<String> full =
                lines(driver().failing("cuvidCreateDecoder", 2), GpuScenarios.class, List.of("auto"), List.of(file));
        assertThat(full)
                .singleElement()
                .asString()
                .startsWith("INTERNAL Cannot decode " + file + " on GPU 0 (Mock GPU A): the driver refused something")
                .contains("now 20000 MiB");
    }

    @Test
    void bothReasonsAreNamedWhereNeitherWayIsOpen() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run auto = driver().jvm("-Dnvvideo.cuda.decoder=nvdec")
                .run(GpuScenarios.class, "auto", file.toString(), file.toString());
        assertThat(auto.lines().stream().filter(line -> line.contains("Videos are decoded on the CPU, though")))
                .as(auto.text())
                .singleElement()
                .asString()
                .contains("JavaCPP's libraries", "nvvideo.cuda.decoder is nvdec");
        assertThat(auto.lines())
                .contains("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 0 on the CPU");
        Run cuda = driver().jvm("-Dnvvideo.cuda.decoder=nvdec").run(GpuScenarios.class, "cuda", file.toString());
        assertThat(cuda.lines())
                .anyMatch(line -> line.startsWith("NATIVE_LOAD Cannot use a GPU here: JavaCPP's libraries")
                        && line.contains("(*_cuvid) cannot take their place: the system property"));
    }

    @Test
    void theLogSaysOnceWhichWayIsTakenAndWhy() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run run = driver().run(GpuScenarios.class, "cuda", file.toString(), file.toString());
        assertThat(run.lines().stream().filter(line -> line.startsWith("[main] ") && line.contains("*_cuvid")))
                .as(run.text())
                .singleElement()
                .asString()
                .contains("JavaCPP's libraries for the CUDA driver could not be loaded");
    }

    @Test
    void whichGpuIsSaidAsEver() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        List<String> several = lines(driver(), GpuScenarios.class, List.of("choice"), List.of(file));
        assertThat(several).hasSize(4);
        assertThat(several.get(0)).isEqualTo("on the CPU");
        assertThat(several.get(1)).startsWith("INVALID_ARGUMENT Cannot choose a GPU: 2 are visible");
        assertThat(several.get(2)).isEqualTo("on a GPU");
        assertThat(several.get(3)).startsWith("NO_DEVICE Cannot use GPU 7: none has that index");
    }

    @Test
    void manyThreadsDecodeAtATime() throws Exception {
        List<Path> files = List.of(
                TestVideos.make(folder.resolve("a.mp4"), Spec.H264),
                TestVideos.make(folder.resolve("b.mp4"), Spec.H264.withSize(150, 110)));
        assertThat(lines(driver(), GpuScenarios.class, List.of("threads"), files))
                .hasSize(16)
                .containsOnly("same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void damageDoesNoHarmToTheProcessOrToTheNextVideo() throws Exception {
        Path h264 = TestVideos.make(folder.resolve("a.ts"), Spec.H264);
        Path vp8 = TestVideos.make(folder.resolve("a.webm"), Spec.H264.withEncoder("libvpx", "yuv420p"));
        for (Path file : List.of(h264, vp8)) {
            assertThat(lines(driver(), GpuScenarios.class, List.of("damage"), List.of(file)))
                    .containsExactly(
                            "survived, 0 open",
                            "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
        }
    }

    @Test
    void aCancelledTaskLeavesNothing() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(lines(driver(), GpuScenarios.class, List.of("cancel"), List.of(file)))
                .containsExactly(
                        "CANCELLED",
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }
}
