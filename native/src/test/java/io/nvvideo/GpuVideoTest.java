package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import io.nvvideo.decode.nvdec.StreamPackets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Videos on a GPU whose hardware is libavcodec: the same frames as on the CPU, and what becomes of those it cannot decode. */
class GpuVideoTest extends MockGpuVideos {
    @Override
    MockDriver driver() {
        return MockDriver.decoding();
    }

    /** Sessions, buffers and the context stay for the next video; nothing of this one does. */
    @Override
    void nothingStays(Run run) {
        assertThat(run.calls()).as(run.text()).containsEntry("open streams", 0);
    }

    private void isAsOnTheCpuHoweverSoon(List<Path> files) throws Exception {
        isAsOnTheCpu(driver(), "native", "all", LatencyMode.LOW, files);
        isAsOnTheCpu(driver(), "native", "all", LatencyMode.ZERO, files);
    }

    @Test
    void everyOutputOfPacketsWithoutTimesIsThatOfTheCpu() throws Exception {
        isAsOnTheCpu("all", "all", List.of(video("mpeg4.avi", Spec.MPEG4)));
    }

    @Test
    void everyOutputOfOddSidesIsThatOfTheCpu() throws Exception {
        Spec odd = Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(161, 129);
        isAsOnTheCpu("all", "all", List.of(video("odd.webm", odd)));
    }

    @Test
    void framesAreTheSameHoweverSoonTheyCome() throws Exception {
        isAsOnTheCpuHoweverSoon(generated());
    }

    /** As with a driver that does not hand on what it was fed. MPEG-4 in AVI tells no times, and WebM's codecs need no slices. */
    @Test
    void framesAreTheSameWhereSlicesTellNothing() throws Exception {
        List<Path> files = List.of(
                video("h264.mp4", Spec.H264),
                video("mpeg2.ts", Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                video("mpeg4.mp4", Spec.MPEG4));
        for (LatencyMode latency : LatencyMode.values()) {
            MockDriver hiding = driver().set("MOCK_HIDE_SLICES", "1");
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
        isAsOnTheCpu(driver().set("MOCK_HIDE_SLICES", "1"), "native", "all", LatencyMode.NATIVE, files);
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
        isAsOnTheCpuHoweverSoon(files);
    }

    private List<Path> av1() {
        Spec spec = Spec.H264.withSize(160, 128).withGop(16, 0);
        return List.of(
                video("svt.mp4", spec.withEncoder("libsvtav1", "yuv420p")),
                video("svt.mkv", spec.withEncoder("libsvtav1", "yuv420p10le")));
    }

    private MockDriver chip(String name) {
        return driver().set("MOCK_CHIP", name);
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
        assertThat(lines(chip("h200"), "auto", file))
                .containsExactly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(chip("h200"), "cuda", file))
                .containsExactly("UNSUPPORTED Cannot decode " + file + " on GPU 0 (Mock GPU A): its decoders do"
                        + " not know av1 yuv420 10 bit. Use device=auto or device=cpu.");
        assertThat(lines(chip("l4"), "auto", file))
                .containsExactly("same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU");
    }

    /** The hardware writes even sizes, and there is no row more that could be left away. */
    @Test
    void whatBeginsAtAnOddRowAndEndsWithThePictureGoesToTheCpu() throws Exception {
        Corpus.requireCorpus();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Path whole = Corpus.video("gen_hevc_rext_422_10bit.mp4");
        StreamPackets.all(whole, "hevc", "hevc_metadata=crop_top=1:crop_bottom=0")
                .forEach(all::writeBytes);
        Path file = Files.write(folder.resolve("odd.hevc"), all.toByteArray());
        assertThat(lines(chip("rtx5090"), "auto", whole))
                .singleElement()
                .asString()
                .endsWith(" 0 on the CPU");
        assertThat(lines(chip("rtx5090"), "auto", file))
                .singleElement()
                .asString()
                .matches("same .* 1 on the CPU");
    }

    /** NVIDIA's parser tells 160x144 of them all. */
    @Test
    void oddSizesOfVp8AreShownWhole() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int[] size : new int[][] {{161, 145}, {160, 145}, {161, 144}}) {
            Spec spec = Spec.H264.withEncoder("libvpx", "yuv420p").withFrames(5).withSize(size[0], size[1]);
            files.add(video(size[0] + "x" + size[1] + ".webm", spec));
        }
        isAsOnTheCpu("native,rgbp crop", "0,1,2", files);
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
                        "hevc_main10_gizmo.mp4",
                        "hevc_rext_444_8bit_odd.mp4",
                        "hevc_main_bframes_480p.mp4",
                        "vp9_p2_10bit_720p.webm",
                        "vp8_720p.webm",
                        "mpeg2_odd_121x81.mp4")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu("native,rgbp crop", "0,1,2", files);
    }

    /** NVIDIA's parser finds no picture where none is an intra picture. */
    @Test
    void h264ThatBeginsWithIntraRefreshIsNotCalledDamaged() throws Exception {
        ByteBuffer whole = ByteBuffer.wrap(
                Files.readAllBytes(video("a.h264", Spec.H264.withFrames(12).withGop(250, 0))));
        byte[] recoveryPoint = HexFormat.of().parseHex("000001" + "06" + "0601" + "c4" + "80");
        ByteArrayOutputStream refreshed = new ByteArrayOutputStream();
        boolean begun = false;
        for (int at = StartCodes.next(whole, 0); at < whole.limit(); ) {
            int next = StartCodes.next(whole, at + StartCodes.BYTES);
            int type = whole.get(at + StartCodes.BYTES) & 0x1f;
            if (type == H264Units.SLICE && !begun) {
                refreshed.writeBytes(recoveryPoint);
                begun = true;
            }
            if (type != H264Units.SLICE_IDR) {
                refreshed.write(whole.array(), at, next - at);
            }
            at = next;
        }
        Path file = Files.write(folder.resolve("refresh.h264"), refreshed.toByteArray());
        assertThat(lines(driver(), "cuda", file))
                .singleElement()
                .asString()
                .matches("UNSUPPORTED .* intra refresh comes in their place.*");
        assertThat(lines(driver(), "auto", file))
                .singleElement()
                .asString()
                .matches("same 11 frames: 0 on the GPU.* 1 on the CPU");
    }

    /** Cut off at the left and at the top, in fields of 4:2:2, of odd sizes: where NVIDIA's parser tells something else. */
    @Test
    void whatIsShownIsThatOfTheCpuWhateverIsCutOff() throws Exception {
        Corpus.requireCorpus();
        List<Path> files = Stream.of(
                        "h264_cbp_crop_CVFC1_Sony_C.264",
                        "gen_h264_high422_10bit_interlaced.mkv",
                        "vp8_tv_014_175x143.ivf",
                        "mpeg2_odd_121x81.mp4")
                .map(Corpus::video)
                .toList();
        isAsOnTheCpu(chip("rtx5090"), "native,rgb", "0,1,2", LatencyMode.NATIVE, files);
    }

    /** A last packet of a byte: frame marker, profile 0, show_existing_frame, slot 0 (VP9 bitstream specification, 6.2). */
    @Test
    void aFrameThatVp9ShowsOnceMoreComesOnceMore() throws Exception {
        Path once = video(
                "a.ivf",
                Spec.H264.withFrames(12).withEncoder("libvpx-vp9", "yuv420p").withSize(160, 128));
        byte[] shown = HexFormat.of().parseHex("01000000" + "ff00000000000000" + "88");
        Files.write(once, shown, StandardOpenOption.APPEND);
        isAsOnTheCpu("native", "all", List.of(once));
        assertThat(lines(driver(), "cuda", once))
                .singleElement()
                .asString()
                .startsWith("same 13 frames: 13 on the GPU");
    }

    @Test
    void sessionsGoFromVideoToVideo() throws Exception {
        Path one = video("one.mp4", Spec.H264);
        Path other = video("other.mp4", Spec.H264.withSize(150, 110));
        assertThat(lines(driver(), "cuda", one, one, other))
                .containsExactly(
                        "same 30 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 0 created, 0 reconfigured, 1 reused, 0 on the CPU",
                        "same 30 frames: 30 on the GPU, 0 created, 1 reconfigured, 0 reused, 0 on the CPU");
    }

    /** Drivers tell chroma format and depth alone; a lossless picture of 4:2:0 has such a profile too. */
    @Test
    void profilesThatNvdecDoesNotKnowGoToTheCpu() throws Exception {
        Corpus.requireCorpus();
        for (String name : List.of("h264_444_fragmented_emsg.mp4", "h264_444_chapters.mkv")) {
            Path file = Corpus.video(name);
            assertThat(lines(driver(), "cuda", file))
                    .singleElement()
                    .asString()
                    .contains("NVDEC does not know the profile High 4:4:4 Predictive of H.264. Use device=auto");
        }
    }

    @Test
    void aDriverThatDoesNotParseTheCodecAfterAllLeavesItToTheCpu() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        MockDriver old = driver().failing("cuvidCreateVideoParser", 801);
        assertThat(lines(old, "auto", file))
                .containsExactly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(old, "cuda", file)).singleElement().asString().startsWith("UNSUPPORTED Cannot parse " + file);
    }

    /** NVIDIA's parser holds the last picture of a sequence back until the next one has begun. */
    @Test
    void noPictureIsLostWhereAnotherSequenceBegins() throws Exception {
        Corpus.requireCorpus();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : List.of("h264_high8x8_FRExt3.264", "h264_cbp_crop_CVFC1_Sony_C.264")) {
            all.writeBytes(Files.readAllBytes(Corpus.video(name)));
        }
        Path joined = Files.write(folder.resolve("joined.264"), all.toByteArray());
        isAsOnTheCpu("native", "all", List.of(joined));
    }

    @Test
    void aStreamThatBecomesTooSmallInItsMiddleGoesOnOnTheCpu() throws Exception {
        Path file = joined(160, 32);
        assertThat(lines(driver(), "auto", file))
                .containsExactly("same 60 frames: 30 on the GPU, 1 created, 0 reconfigured, 0 reused, 1 on the CPU");
        assertThat(lines(driver(), "cuda", file))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode " + file + " on GPU 0 (Mock GPU A): 32x32 is smaller");
    }

    /** What it costs that decoding and taking overlap. */
    @Test
    void onlyAReaderThatStopsEarlyHasOneMorePictureDecoded() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        assertThat(decodedFor("first", file)).isEqualTo(2);
        assertThat(decodedFor("first soon", file)).isEqualTo(1);
        // Its selection ends with it.
        assertThat(decodedFor("fourth", file)).isEqualTo(4);
    }

    private int decodedFor(String scenario, Path file) throws Exception {
        Run run = driver().run(GpuScenarios.class, scenario, file.toString());
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.text()).contains("frame ");
        return run.calls("cuvidDecodePicture");
    }

    @Test
    void aGpuWithoutMemoryFailsTheTaskAndServesTheNext() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        Path larger = video("b.mp4", Spec.H264.withSize(640, 480));
        List<String> full = lines(driver().set("MOCK_DECODERS", "1"), "memory", larger, file);
        assertThat(full).hasSize(2);
        assertThat(full.get(0))
                .startsWith("DEVICE_MEMORY Cannot decode " + file
                        + ": Cannot make a decoder for h264 of 160x128 on GPU 0 (Mock GPU A):")
                .contains("The GPU's memory is used up");
        assertThat(full.get(1)).startsWith("same 30 frames: 30 on the GPU, 1 created");
    }

    @Test
    void aSessionIsNotUsedAgainWhenItsPicturesCouldNotBeTaken() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        Run run =
                driver().failing("cuMemHostAlloc", 2).run(GpuScenarios.class, "auto", file.toString(), file.toString());
        assertThat(run.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("DEVICE_MEMORY Cannot decode " + file + ": Cannot allocate ")
                        && line.contains("of the host's memory for GPU 0"));
        assertThat(run.calls()).containsEntry("cuvidCreateDecoder", 2).containsEntry("open decoders", 0);
    }

    @Test
    void theOnlyVisibleGpuNeedsNotBeSaid() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        List<String> one = lines(driver().set("MOCK_GPUS", "1"), "choice", file);
        assertThat(one.subList(0, 3)).containsExactly("on a GPU", "on a GPU", "on a GPU");
        List<String> none = lines(driver().set("MOCK_GPUS", "0"), "choice", file);
        assertThat(none.get(0)).isEqualTo("on the CPU");
        assertThat(none.get(1)).startsWith("NO_DEVICE Cannot use a GPU here: the driver lists no GPU.");
    }

    @Test
    void aCancelledTaskGivesItsSessionBack() throws Exception {
        Path file = video("a.mp4", Spec.H264);
        assertThat(lines(driver(), "cancel", file))
                .containsExactly(
                        "CANCELLED",
                        "same 30 frames: 30 on the GPU, 0 created, 0 reconfigured, 1 reused, 0 on the CPU");
    }
}
