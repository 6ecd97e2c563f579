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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos on a GPU whose hardware is libavcodec: the same frames as on the CPU, and what becomes of those it cannot decode. */
class GpuVideoTest {
    @TempDir
    private Path folder;

    private static List<String> lines(MockDriver driver, Class<?> main, List<String> arguments, List<Path> files)
            throws Exception {
        List<String> all = new ArrayList<>(arguments);
        files.forEach(file -> all.add(file.toString()));
        Run run = driver.run(main, all.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        // Sessions, buffers and the context stay for the next video; nothing of this one does.
        assertThat(run.calls()).as(run.text()).containsEntry("open parsers", 0).containsEntry("open streams", 0);
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(run.calls("cuvidUnmapVideoFrame64"));
        return run.lines().stream().filter(line -> !line.startsWith("[main] ")).toList();
    }

    private List<Path> generated() {
        return List.of(
                TestVideos.make(folder.resolve("h264.mp4"), Spec.H264),
                TestVideos.make(folder.resolve("cropped.mkv"), Spec.H264.withSize(150, 110)),
                TestVideos.make(folder.resolve("mpeg4.avi"), Spec.MPEG4),
                TestVideos.make(folder.resolve("mpeg2.ts"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                TestVideos.make(folder.resolve("vp8.webm"), Spec.H264.withEncoder("libvpx", "yuv420p")),
                TestVideos.make(
                        folder.resolve("vp9.webm"),
                        Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(161, 129)));
    }

    private void isAsOnTheCpu(String outputs, String frames, LatencyMode latency, List<Path> files) throws Exception {
        isAsOnTheCpu(MockDriver.decoding(), outputs, frames, latency, files);
    }

    private void isAsOnTheCpu(MockDriver driver, String outputs, String frames, LatencyMode latency, List<Path> files)
            throws Exception {
        List<String> lines = lines(driver, DeviceComparison.class, List.of(outputs, frames, latency.name()), files);
        assertThat(lines)
                .hasSameSizeAs(files)
                .allMatch(line ->
                        line.startsWith(DeviceComparison.RESULT) && line.endsWith("\t" + DeviceComparison.SAME));
    }

    @Test
    void everyOutputOfEveryCodecIsThatOfTheCpu() throws Exception {
        isAsOnTheCpu("all", "all", LatencyMode.NATIVE, generated());
    }

    @Test
    void framesTakenAloneAreThoseOfTheCpu() throws Exception {
        isAsOnTheCpu("native,rgb", "0,3,4,17,18,29", LatencyMode.NATIVE, generated());
    }

    @Test
    void framesAreTheSameHoweverSoonTheyCome() throws Exception {
        isAsOnTheCpu("native", "all", LatencyMode.LOW, generated());
        isAsOnTheCpu("native", "all", LatencyMode.ZERO, generated());
    }

    /** As with a driver that does not hand on what it was fed. MPEG-4 in AVI tells no times, and WebM's codecs need no slices. */
    @Test
    void framesAreTheSameWhereSlicesTellNothing() throws Exception {
        List<Path> files = List.of(
                TestVideos.make(folder.resolve("h264.mp4"), Spec.H264),
                TestVideos.make(folder.resolve("mpeg2.ts"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                TestVideos.make(folder.resolve("mpeg4.mp4"), Spec.MPEG4));
        for (LatencyMode latency : LatencyMode.values()) {
            MockDriver hiding = MockDriver.decoding().set("MOCK_HIDE_SLICES", "1");
            isAsOnTheCpu(hiding, "native", "all", latency, files);
            isAsOnTheCpu(hiding, "native", "3,4,17,18,29", latency, files);
        }
    }

    @Test
    void realFramesAreTheSameWhereSlicesTellNothing() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "h264_bpyramid_3b.mp4",
                        "gen_h264_open_gop_k12.mp4",
                        "h264_gopro_karma_gpmf_tmcd.mp4",
                        "hevc_main10_gizmo.mp4",
                        "hevc_main_bframes_480p.mp4")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu(MockDriver.decoding().set("MOCK_HIDE_SLICES", "1"), "native", "all", LatencyMode.NATIVE, files);
    }

    /** Containers keep both fields of a frame in one packet. */
    @Test
    void fieldsAreTheSameHoweverSoonTheyCome() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "h264_paff_field_HCAFF1.264",
                        "gen_mpeg2_480i_tff.ts",
                        "h264_mbaff_HCAMFF1.264",
                        "h264_bpyramid_3b.mp4")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu("native", "all", LatencyMode.LOW, files);
        isAsOnTheCpu("native", "all", LatencyMode.ZERO, files);
    }

    private List<Path> av1() {
        Spec spec = Spec.H264.withSize(160, 128).withGop(16, 0);
        return List.of(
                TestVideos.make(folder.resolve("svt.mp4"), spec.withEncoder("libsvtav1", "yuv420p")),
                TestVideos.make(folder.resolve("svt.mkv"), spec.withEncoder("libsvtav1", "yuv420p10le")));
    }

    private static MockDriver chip(String name) {
        return MockDriver.decoding().set("MOCK_CHIP", name);
    }

    @Test
    void av1IsThatOfTheCpuOnChipsThatDecodeIt() throws Exception {
        isAsOnTheCpu(chip("l4"), "all", "all", LatencyMode.NATIVE, av1());
        isAsOnTheCpu(chip("rtx5090"), "native,rgb", "0,3,4,17,18,28", LatencyMode.NATIVE, av1());
        isAsOnTheCpu(chip("l4"), "native", "all", LatencyMode.LOW, av1());
        isAsOnTheCpu(chip("l4"), "native", "all", LatencyMode.ZERO, av1());
    }

    @Test
    void realAv1VideosAreThoseOfTheCpu() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "av1_320x180.ivf",
                        "av1_gizmo_10bit.webm",
                        "av1_gizmo_8bit.webm",
                        "av1_main10_hdr10_phone.mp4",
                        "av1_main_360p.mkv")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu(chip("l4"), "native,rgbp crop", "0,1,2,9", LatencyMode.NATIVE, files);
    }

    @Test
    void av1GoesToTheCpuOnAChipThatDoesNotDecodeIt() throws Exception {
        Path file = av1().get(1);
        assertThat(lines(chip("h200"), GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(chip("h200"), GpuScenarios.class, List.of("cuda"), List.of(file)))
                .containsExactly("UNSUPPORTED Cannot decode " + name(file) + " on GPU 0 (Mock GPU A): its decoders do"
                        + " not know av1 yuv420 10 bit. Use device=auto or device=cpu.");
        assertThat(lines(chip("l4"), GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    /** A few of each codec, container, depth and scan; all of the corpus is compared by its surfaces elsewhere. */
    @Test
    void realVideosAreThoseOfTheCpu() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "h264_bpyramid_3b.mp4",
                        "h264_paff_field_HCAFF1.264",
                        "h264_mbaff_HCAMFF1.264",
                        "gen_h264_open_gop_k12.mp4",
                        "h264_gopro_karma_gpmf_tmcd.mp4",
                        "h264_resize_400x300_to_200x150.mp4",
                        "h264_full_range_yuvj420p_bt709.mp4",
                        "h264_rot90.mov",
                        "gen_h264_gray.mp4",
                        "hevc_main10_gizmo.mp4",
                        "hevc_rext_444_8bit_odd.mp4",
                        "hevc_main_bframes_480p.mp4",
                        "vp9_p2_10bit_720p.webm",
                        "vp8_720p.webm",
                        "mpeg2_odd_121x81.mp4")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu("native,rgbp crop", "0,1,2", LatencyMode.NATIVE, files);
    }

    @Test
    void sessionsGoFromVideoToVideo() throws Exception {
        Path one = TestVideos.make(folder.resolve("one.mp4"), Spec.H264);
        Path other = TestVideos.make(folder.resolve("other.mp4"), Spec.H264.withSize(150, 110));
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("cuda"), List.of(one, one, other)))
                .containsExactly(
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 0 created, 0 reconfigured, 1 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 0 created, 1 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void whatTheChipCannotDecodeGoesToTheCpuIfItMay() throws Exception {
        Path ffv1 = TestVideos.make(folder.resolve("a.mkv"), Spec.MPEG4.withEncoder("ffv1", "yuv420p"));
        Path small = TestVideos.make(folder.resolve("b.mp4"), Spec.H264.withSize(32, 32));
        Path inexact = TestVideos.make(folder.resolve("c.mp4"), Spec.MPEG4);
        List<Path> files = List.of(ffv1, small, inexact);
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("auto"), files))
                .containsExactly(
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU",
                        "same 50 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("cuda"), files))
                .containsExactly(
                        "UNSUPPORTED Cannot decode " + name(ffv1)
                                + " on GPU 0 (Mock GPU A): ffv1 is not decoded on GPUs"
                                + " here. Use device=auto or device=cpu.",
                        "UNSUPPORTED Cannot decode " + name(small) + " on GPU 0 (Mock GPU A): 32x32 is smaller than the"
                                + " 48x16 that its decoders begin with for h264 yuv420 8 bit. Use device=auto or"
                                + " device=cpu.",
                        "same 50 frames: 50 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void aDriverThatDoesNotParseTheCodecAfterAllLeavesItToTheCpu() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        MockDriver old = MockDriver.decoding().failing("cuvidCreateVideoParser", 801);
        assertThat(lines(old, GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(old, GpuScenarios.class, List.of("cuda"), List.of(file)))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot parse " + name(file));
    }

    private static String name(Path file) {
        return file.toString();
    }

    @Test
    void aStreamThatBecomesTooSmallInItsMiddleGoesOnOnTheCpu() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (int side : new int[] {160, 32}) {
            Path part = TestVideos.make(folder.resolve(side + ".h264"), Spec.H264.withSize(side, side));
            both.writeBytes(Files.readAllBytes(part));
        }
        Path file = Files.write(folder.resolve("both.h264"), both.toByteArray());
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("auto"), List.of(file)))
                .containsExactly("same 60 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("cuda"), List.of(file)))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode " + name(file) + " on GPU 0 (Mock GPU A): 32x32 is smaller");
    }

    /** What it costs that decoding and taking overlap. */
    @Test
    void onlyAReaderThatStopsEarlyHasOneMorePictureDecoded() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(decodedFor("first", file)).isEqualTo(2);
        assertThat(decodedFor("first soon", file)).isEqualTo(1);
        // Its selection ends with it.
        assertThat(decodedFor("fourth", file)).isEqualTo(4);
    }

    private static int decodedFor(String scenario, Path file) throws Exception {
        Run run = MockDriver.decoding().run(GpuScenarios.class, scenario, file.toString());
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.text()).contains("frame ");
        return run.calls("cuvidDecodePicture");
    }

    @Test
    void aGpuWithoutMemoryFailsTheTaskAndServesTheNext() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Path larger = TestVideos.make(folder.resolve("b.mp4"), Spec.H264.withSize(640, 480));
        List<String> full = lines(
                MockDriver.decoding().set("MOCK_DECODERS", "1"),
                GpuScenarios.class,
                List.of("memory"),
                List.of(larger, file));
        assertThat(full).hasSize(2);
        assertThat(full.get(0))
                .startsWith("DEVICE_MEMORY Cannot make a decoder for h264 of 160x128 on GPU 0 (Mock GPU A):")
                .contains("The GPU's memory is used up");
        assertThat(full.get(1)).startsWith("same 30 frames: 30 on the GPU, 1 created");
    }

    @Test
    void aSessionIsNotUsedAgainWhenItsPicturesCouldNotBeTaken() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run run = MockDriver.decoding()
                .failing("cuMemHostAlloc", 2)
                .run(GpuScenarios.class, "auto", file.toString(), file.toString());
        assertThat(run.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("DEVICE_MEMORY Cannot allocate ")
                        && line.contains("of the host's memory for GPU 0"));
        assertThat(run.calls()).containsEntry("cuvidCreateDecoder", 2).containsEntry("open decoders", 0);
    }

    @Test
    void whichGpuIsSaidByTheOptionThenByTheTaskThenByThereBeingOne() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        List<String> several = lines(MockDriver.decoding(), GpuScenarios.class, List.of("choice"), List.of(file));
        assertThat(several).hasSize(4);
        assertThat(several.get(0)).isEqualTo("on the CPU");
        assertThat(several.get(1))
                .startsWith("INVALID_ARGUMENT Cannot choose a GPU: 2 are visible")
                .contains("Set device=cuda:0");
        assertThat(several.get(2)).isEqualTo("on a GPU");
        assertThat(several.get(3)).startsWith("NO_DEVICE Cannot use GPU 7: none has that index");
        List<String> one = lines(
                MockDriver.decoding().set("MOCK_GPUS", "1"), GpuScenarios.class, List.of("choice"), List.of(file));
        assertThat(one.subList(0, 3)).containsExactly("on a GPU", "on a GPU", "on a GPU");
        List<String> none = lines(
                MockDriver.decoding().set("MOCK_GPUS", "0"), GpuScenarios.class, List.of("choice"), List.of(file));
        assertThat(none.get(0)).isEqualTo("on the CPU");
        assertThat(none.get(1)).startsWith("NO_DEVICE Cannot use a GPU here: the driver lists no GPU.");
    }

    @Test
    void aCancelledTaskGivesItsSessionBack() throws Exception {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(lines(MockDriver.decoding(), GpuScenarios.class, List.of("cancel"), List.of(file)))
                .containsExactly(
                        "CANCELLED",
                        "same 30 frames: 30 on the GPU, 0 created, 0 reconfigured, 1 reused, 0 on the CPU");
    }
}
