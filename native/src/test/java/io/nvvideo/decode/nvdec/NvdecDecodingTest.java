package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real video on a driver whose hardware is libavcodec: the same frames, times and samples as the CPU's. */
class NvdecDecodingTest {
    /** Each has something that the others do not. */
    private static final String[] COVERED = {
        "h264_2b_firstpts_10s.mp4", // the headers do not say how far pictures are reordered
        "h264_bpyramid_3b.mp4",
        "h264_cbp_crop_CVFC1_Sony_C.264", // cropped at the left
        "h264_gopro_karma_gpmf_tmcd.mp4", // cropped by the container
        "h264_jcodec_seq_mmco.264",
        "h264_lost_P_BA_MW_D.264",
        "h264_mbaff_HCAMFF1.264",
        "h264_multi_paramsets_MPS_MW_A.264",
        "h264_paff_field_HCAFF1.264",
        "h264_resize_400x300_to_200x150.mp4",
        "hevc_iphone_dolbyvision84_hlg.mov",
        "hevc_main10_200x200.mp4",
        "hevc_main_bframes_480p.mp4",
        "hevc_rext_12bit_pq.mp4",
        "hevc_rext_444_8bit_odd.mp4",
        "gen_mjpeg_420.avi",
        "gen_mpeg2_480i_tff.ts",
        "mpeg1_mp2.mpg",
        "mpeg4_mp3.avi",
        "vp8_tv_014_175x143.ivf",
        "vp9_odd_321x241.mp4",
        "vp9_p2_10bit_720p.webm",
    };

    /** Videos for one JVM, which has a limit of time. */
    private static final int AT_A_TIME = 40;

    private static final Set<String> LONG = Set.of(
            "h264_long_gop_10883_frames.mp4",
            "h264_high_sintel_trailer_720p_52s.mp4",
            "h264_fragmented_multi_sidx.mp4");

    /** Its last picture is cut off: what a decoder makes of that depends on what it has decoded before. */
    private static final String CUT_OFF = "gen_truncated_60pct.ts";

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

    /**
     * All of the corpus that an H200 decodes, but for three long films of plain H.264, which take minutes, and a cut-off one. What a CPU cannot read to
     * its end has nothing to be compared with.
     */
    @Test
    void everyVideoOfTheCorpusGivesTheFramesOfTheCpu() throws Exception {
        Corpus.requireCorpus();
        List<Path> files;
        try (Stream<Path> all = Files.list(Corpus.folder().resolve("videos"))) {
            files = all.filter(file -> !LONG.contains(file.getFileName().toString()))
                    .filter(file -> !file.endsWith(CUT_OFF))
                    .sorted()
                    .toList();
        }
        Map<String, String> results = new TreeMap<>();
        for (int from = 0; from < files.size(); from += AT_A_TIME) {
            List<Path> some = files.subList(from, Math.min(files.size(), from + AT_A_TIME));
            results.putAll(decode(MockDriver.decoding(), some));
        }
        Map<String, List<String>> byOutcome = new TreeMap<>();
        results.forEach((name, result) -> byOutcome
                .computeIfAbsent(result.substring(0, result.indexOf('\t')), outcome -> new ArrayList<>())
                .add(name));
        assertThat(byOutcome).as(results.toString()).containsOnlyKeys("same", "failed", GpuChecks.NOT_SUPPORTED);
        assertThat(byOutcome.get("same")).hasSizeGreaterThanOrEqualTo(120).contains(COVERED);
        assertThat(byOutcome.get("failed"))
                .allMatch(name -> name.matches("bad_.*|gen_truncated.*faststart.*|gen_zero.*|enc_.*|audio_.*|cmaf_.*"));
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

    /** 4:2:2, and H.264 of 10 bits, interlaced as well: a chip that is younger than an H200. */
    @Test
    void aYoungerChipWritesItsSurfacesToo() throws Exception {
        List<Path> files = List.of(
                Corpus.video("gen_h264_high422_10bit_interlaced.mkv"),
                Corpus.video("gen_hevc_rext_422_10bit.mp4"),
                Corpus.video("h264_high10_200x200.mp4"),
                Corpus.video("h264_high10intra_720p_progressive.264"));
        Map<String, String> results = decode(MockDriver.decoding().set("MOCK_CHIP", "rtx5090"), files);
        assertThat(results.values()).as(results.toString()).allMatch(result -> result.startsWith("same\t"));
    }

    /** A session that goes from one video to the next takes nothing of the first along. */
    @Test
    void streamsThatShareSessionsGetTheirOwnPictures() throws Exception {
        Run run = MockDriver.decoding()
                .run(
                        NvdecSharing.class,
                        TestVideos.make(folder.resolve("a.mp4"), Spec.H264).toString(),
                        TestVideos.make(folder.resolve("b.mp4"), Spec.H264.withSize(150, 110))
                                .toString(),
                        TestVideos.make(folder.resolve("c.mp4"), Spec.MPEG4).toString());
        assertThat(run.status()).as(run.text()).isZero();
        // 4 threads, 3 rounds, 30 + 30 + 50 frames.
        assertThat(run.lines()).containsExactly("same 1320", "sessions 36", "some were set anew true, some kept true");
        assertThat(run.calls()).containsEntry("open decoders", 0).containsEntry("open parsers", 0);
    }
}
