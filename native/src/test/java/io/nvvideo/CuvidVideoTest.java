package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Videos on a GPU by way of FFmpeg's own decoders, in JVMs that cannot load the presets: the same frames as on the CPU. */
class CuvidVideoTest extends MockGpuVideos {
    @Override
    MockDriver driver() {
        return MockDriver.decoding().withoutPresets();
    }

    @Override
    void nothingStays(Run run) {
        assertThat(run.calls()).as(run.text()).containsEntry("open decoders", 0).containsEntry("open memory", 0);
        assertThat(run.calls("cuvidReconfigureDecoder")).isZero();
    }

    @Override
    List<Path> generated() {
        return super.generated().stream()
                .filter(file -> !file.toString().endsWith(".webm"))
                .toList();
    }

    @Test
    void theyAreTheSameWhereThePresetsCouldBeLoaded() throws Exception {
        isAsOnTheCpu(
                MockDriver.decoding().jvm("-Dnvvideo.cuda.decoder=cuvid"),
                "native",
                "all",
                LatencyMode.NATIVE,
                generated());
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
                        "mpeg4_mp3.avi")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu("surface", "all", files);
        isAsOnTheCpu("native", "1,2", files);
    }

    @Test
    void av1IsThatOfTheCpuOnChipsThatDecodeIt() throws Exception {
        Spec spec = Spec.H264.withFrames(24).withSize(176, 144);
        List<Path> files = List.of(
                video("svt.mp4", spec.withEncoder("libsvtav1", "yuv420p")),
                video("svt.mkv", spec.withEncoder("libsvtav1", "yuv420p10le")),
                video("aom.webm", spec.withEncoder("libaom-av1", "yuv420p")));
        MockDriver l4 = driver().set("MOCK_CHIP", "l4");
        isAsOnTheCpu(l4, "surface", "all", LatencyMode.NATIVE, files);
        isAsOnTheCpu(l4, "native", "3,17", LatencyMode.NATIVE, files);
    }

    @Test
    void aYoungerChipWritesItsSurfacesToo() throws Exception {
        Corpus.requireCorpus();
        List<Path> files =
                List.of(Corpus.video("gen_hevc_rext_422_10bit.mp4"), Corpus.video("h264_high10_200x200.mp4"));
        isAsOnTheCpu(driver().set("MOCK_CHIP", "rtx5090"), "surface", "all", LatencyMode.NATIVE, files);
    }

    /** FFmpeg shows what NVIDIA's parser tells, which passes over it. */
    @Test
    void whatIsCutOffAtTheLeftOrTheTopIsLeftToTheCpu() throws Exception {
        Path cut = Corpus.video("h264_cbp_crop_CVFC1_Sony_C.264");
        Path file = Remux.make(cut, folder.resolve("cut.mkv"), null);
        assertThat(lines(driver(), "cuda", file))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED")
                .contains("its pictures are cut off at the left or at the top. Use device=auto or device=cpu.");
        assertThat(lines(driver(), "auto", file))
                .singleElement()
                .asString()
                .startsWith("same ")
                .endsWith(" 1 on the CPU");
    }

    @Test
    void picturesOfAnotherSizeAreDecodedToo() throws Exception {
        Corpus.requireCorpus();
        Path file = Corpus.video("h264_resize_400x300_to_200x150.mp4");
        assertThat(lines(driver(), "auto", file))
                .containsExactly("same 118 frames: 118 on the GPU, 2 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void whatMayHideFramesGoesToTheCpu() throws Exception {
        Path vp8 = video("a.webm", Spec.H264.withEncoder("libvpx", "yuv420p"));
        Path vp9 =
                video("b.webm", Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(162, 130));
        assertThat(lines(driver(), "auto", vp8, vp9))
                .hasSize(2)
                .containsOnly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), "cuda", vp9))
                .singleElement()
                .asString()
                .contains("take frames of vp9 for others where some are hidden. Use device=auto or device=cpu.");
    }

    @Test
    void everyVideoHasASessionOfItsOwn() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        assertThat(lines(driver(), "cuda", file, file))
                .containsExactly(
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void aDriverThatDoesNotParseTheCodecAfterAllLeavesItToTheCpu() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        // More often than contexts that FFmpeg leaves on a thread would be borne.
        Path[] often = Collections.nCopies(20, file).toArray(Path[]::new);
        MockDriver old = driver().failing("cuvidCreateVideoParser", 801);
        assertThat(lines(old, "auto", often))
                .hasSize(20)
                .containsOnly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(old, "cuda", file))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode " + file
                        + " on GPU 0 (Mock GPU A): FFmpeg's h264_cuvid does not open");
    }

    /** Nothing else tells pictures apart there: FFmpeg hands on their times alone, and NVIDIA's parser sorts what are none. */
    @Test
    void aStreamThatDoesNotTellTimesIsLeftToTheCpu() throws Exception {
        Path file = joined(160, 320);
        assertThat(lines(driver(), "auto", file))
                .containsExactly("same 60 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), "cuda", file))
                .containsExactly("UNSUPPORTED Cannot decode " + file
                        + " on GPU 0 (Mock GPU A): its packets do not tell when they are shown. Use device=auto or"
                        + " device=cpu.");
    }

    @Test
    void aGpuThatFailsFailsTheTask() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        Run lost = driver().set("MOCK_FAIL", "cuMemcpy2DAsync_v2@40=700,cuStreamSynchronize@6=700")
                .run(GpuScenarios.class, "auto", file.toString());
        assertThat(lost.lines())
                .as("FFmpeg itself passes over it")
                .filteredOn(line -> !line.startsWith("[main] "))
                .singleElement()
                .asString()
                .startsWith("DEVICE_FAILED Cannot copy a picture of " + file + " from GPU 0 (Mock GPU A)")
                .contains("CUDA_ERROR_ILLEGAL_ADDRESS");
        List<String> full = lines(driver().failing("cuvidCreateDecoder", 2), "auto", file);
        assertThat(full)
                .singleElement()
                .asString()
                .startsWith("INTERNAL Cannot decode " + file + " on GPU 0 (Mock GPU A): the driver refused something")
                .contains("now 20000 MiB");
    }

    @Test
    void bothReasonsAreNamedWhereNeitherWayIsOpen() throws Exception {
        Path file = video("a.mp4", Spec.H264);
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
        Path file = video("a.mp4", Spec.H264);
        Run run = driver().run(GpuScenarios.class, "cuda", file.toString(), file.toString());
        assertThat(run.lines().stream().filter(line -> line.startsWith("[main] ") && line.contains("*_cuvid")))
                .as(run.text())
                .singleElement()
                .asString()
                .contains("JavaCPP's libraries for the CUDA driver could not be loaded");
    }

    @Test
    void manyThreadsDecodeAtATime() throws Exception {
        Path one = video("a.mp4", Spec.H264);
        Path other = video("b.mp4", Spec.H264.withSize(150, 110));
        assertThat(lines(driver(), "threads", one, other))
                .hasSize(16)
                .containsOnly("same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    @Test
    void damageDoesNoHarmToTheProcessOrToTheNextVideo() throws Exception {
        Path h264 = video("a.ts", Spec.H264);
        Path mpeg4 = video("a.mkv", Spec.H264.withEncoder("mpeg4", "yuv420p"));
        for (Path file : List.of(h264, mpeg4)) {
            assertThat(lines(driver(), "damage", file))
                    .containsExactly(
                            "survived, 0 open",
                            "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
        }
    }

    @Test
    void aCancelledTaskLeavesNothing() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        assertThat(lines(driver(), "cancel", file))
                .containsExactly(
                        "CANCELLED",
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }
}
