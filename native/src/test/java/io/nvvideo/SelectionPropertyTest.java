package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.BruteForce;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is selected, and however the file is cut: all parts together give exactly the frames, by pts and pixels, that
 * filtering a complete decode gives. The seed is printed; {@code -Dnvvideo.seed=} repeats a run, {@code -Dnvvideo.cases=} makes
 * it longer.
 */
class SelectionPropertyTest {
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    /** FFmpeg closes no GOP that a change of scene opens. */
    private static final Map<String, String> CLOSED = Map.of("flags", "+cgop", "sc_threshold", "1000000000");

    @TempDir
    Path folder;

    /** A video and what a complete decode of it gives. */
    private record Truth(Path file, List<FrameInfo> frames, Map<Integer, Picture> pictures) {
        static Truth of(Path file) {
            List<FrameInfo> infos = new ArrayList<>();
            try (Video video = Video.open(file)) {
                Map<Integer, Picture> pictures = Decoded.of(video, Selection.all());
                // None but what an edit list takes out anyway.
                assertThat(video.statistics().framesSkipped())
                        .isLessThanOrEqualTo(video.index().packets().count() - video.length());
                try (FrameReader reader = video.frames(Selection.all(), NATIVE)) {
                    while (reader.next()) {
                        infos.add(reader.info());
                    }
                }
                assertThat(pictures.keySet())
                        .as(file.toString())
                        .containsExactlyElementsOf(
                                IntStream.range(0, video.length()).boxed().toList());
                assertThat(infos.stream().map(FrameInfo::index))
                        .as(file.toString())
                        .isSorted();
                assertThat(pictures.values()).noneMatch(Picture::corrupt);
                return new Truth(file, infos, pictures);
            }
        }
    }

    static Spec with(Spec spec, Map<String, String> options) {
        return new Spec(
                spec.encoder(),
                spec.pixelFormat(),
                spec.width(),
                spec.height(),
                spec.frames(),
                spec.gop(),
                spec.bFrames(),
                spec.ticks(),
                spec.clockwiseDegrees(),
                options,
                spec.muxerOptions());
    }

    private List<Truth> videos() {
        Spec b = Spec.MPEG4;
        Spec interlaced = with(b, Map.of("flags", "+ildct+ilme"));
        Spec mpeg2 = b.withEncoder("mpeg2video", "yuv420p");
        Spec h264 = Spec.H264;
        Map<String, Spec> made = new TreeMap<>(Map.ofEntries(
                Map.entry("closed.mp4", with(b, CLOSED)),
                Map.entry("open.mkv", b),
                Map.entry("interlaced.mp4", interlaced),
                Map.entry("interlaced.avi", interlaced),
                Map.entry("interlaced-variable.mkv", interlaced.withTicks(n -> n * 40 + n * n)),
                Map.entry("packets.avi", b),
                Map.entry("fragmented.mp4", b.withMuxerOption("movflags", "frag_keyframe+empty_moov")),
                Map.entry("late.mkv", b.withTicks(n -> 5000 + n * 33)),
                Map.entry(
                        "negative.mp4",
                        b.withTicks(n -> n * 40 - 400).withMuxerOption("avoid_negative_ts", "disabled")),
                Map.entry("variable.mp4", b.withTicks(n -> n * 40 + n * n)),
                Map.entry("mpeg2-open.ts", mpeg2),
                Map.entry("mpeg2-closed.ts", with(mpeg2, CLOSED)),
                Map.entry("mpeg2.m2v", mpeg2.withFrames(40)),
                Map.entry("mpeg2.vob", mpeg2.withFrames(40)),
                Map.entry("mpeg1.mkv", b.withEncoder("mpeg1video", "yuv420p")),
                Map.entry("h264.mp4", h264),
                Map.entry("h264.ts", h264),
                Map.entry("h264.h264", h264),
                Map.entry("vp8.webm", h264.withEncoder("libvpx", "yuv420p")),
                Map.entry("vp9.webm", h264.withEncoder("libvpx-vp9", "yuv420p")),
                Map.entry("vp9.ivf", h264.withEncoder("libvpx-vp9", "yuv420p")),
                Map.entry("av1.mkv", h264.withEncoder("libsvtav1", "yuv420p")),
                Map.entry("av1.mp4", h264.withEncoder("libsvtav1", "yuv420p").withGop(16, 0)),
                Map.entry("mjpeg.avi", h264.withEncoder("mjpeg", "yuvj420p")),
                Map.entry("mjpeg.mov", h264.withEncoder("mjpeg", "yuvj420p").withSize(640, 480)),
                Map.entry("ffv1.mkv", h264.withEncoder("ffv1", "yuv420p")),
                Map.entry("ffv1-intra.mkv", h264.withEncoder("ffv1", "yuv420p").withGop(1, 0))));
        List<Truth> videos = new ArrayList<>();
        made.forEach((name, spec) -> videos.add(Truth.of(TestVideos.make(folder.resolve(name), spec))));
        if (Corpus.folder() == null) {
            System.out.println("No corpus: real streams are not among the videos of this run.");
            return videos;
        }
        for (String name : List.of(
                "gen_h264_open_gop_k12.mp4",
                "h264_paff_field_HCAFF1.264",
                "h264_mbaff_HCAMFF1.264",
                "h264_nonref_NRF_MW_E.264",
                "h264_start_8s_nonzero.mp4",
                "h264_unordered_editlist.mov",
                "h264_editlist_positive_shift_1s.mp4",
                "h264_keyindex.flv",
                "h264_intra_only.ts",
                "gen_h264_high422_10bit_interlaced.mkv",
                "hevc_main_128x128.mp4",
                "hevc_main10_200x200.mp4",
                "hevc_hdr10plus_sei.hevc",
                "hevc_main_480p.ts",
                "av1_320x180.ivf",
                "gen_mpeg2_480i_tff.ts")) {
            videos.add(Truth.of(Corpus.video(name)));
        }
        return videos;
    }

    @Test
    void allPartsOfAFileTogetherGiveWhatACompleteDecodeGives() throws IOException {
        long seed = Long.getLong("nvvideo.seed", System.nanoTime());
        int cases = Integer.getInteger("nvvideo.cases", 2000);
        List<Truth> videos = videos();
        System.out.println("SelectionPropertyTest: " + cases + " cases of " + videos.size()
                + " videos; repeat with -Dnvvideo.seed=" + seed);
        long chosen = 0;
        long skipped = 0;
        for (int number = 0; number < cases; number++) {
            Random random = new Random(seed + number);
            Truth truth = videos.get(number % videos.size());
            RandomSelections selections = new RandomSelections(random, truth.frames());
            Sampler sampler = selections.sampler();
            Window window = selections.window();
            String label = "seed " + seed + ", case " + number + ": "
                    + truth.file().getFileName() + ", " + sampler + " in " + window;
            Set<Integer> expected = BruteForce.frames(truth.frames(), sampler, window);
            Map<Integer, Picture> pictures = new TreeMap<>(truth.pictures());
            pictures.keySet().retainAll(expected);
            chosen += expected.size();
            skipped += compare(truth.file(), Selection.sampled(sampler, window), random, pictures, label);
        }
        System.out.println("SelectionPropertyTest: " + chosen + " frames chosen, " + skipped + " skipped");
        assertThat(chosen).isPositive();
        assertThat(skipped).isPositive();
    }

    /** Reads each part on its own; how many pictures were skipped. */
    private static long compare(
            Path file, Selection selection, Random random, Map<Integer, Picture> expected, String label)
            throws IOException {
        long[] cuts = random.longs(random.nextInt(4), 0, Files.size(file) + 1)
                .sorted()
                .toArray();
        VideoOptions options = VideoOptions.DEFAULT
                .withDecodeThreads(random.nextInt(4) > 0 ? 1 : 3)
                .withPrefetchFrames(random.nextInt(4) == 0 ? 2 : 0);
        Map<Integer, Picture> found = new TreeMap<>();
        boolean apart = random.nextInt(3) == 0;
        long skipped = 0;
        int frames = 0;
        Video video = Video.open(ByteSource.of(file), options);
        try {
            for (int part = 0; part <= cuts.length; part++) {
                if (apart && part > 0) {
                    // As another task would: with a decoder that has seen nothing.
                    skipped += video.statistics().framesSkipped();
                    video.reopen(ByteSource.of(file));
                }
                long from = part == 0 ? 0 : cuts[part - 1];
                long to = part == cuts.length ? Long.MAX_VALUE : cuts[part];
                int[] owned = Planner.owned(video.index(), video.select(selection), from, to);
                Map<Integer, Picture> some = Decoded.of(video, Selection.indices(owned));
                frames += some.size();
                found.putAll(some);
            }
            skipped += video.statistics().framesSkipped();
        } finally {
            video.close();
        }
        Map<Integer, Picture> wrong = new TreeMap<>(found);
        wrong.entrySet().removeAll(expected.entrySet());
        assertThat(wrong).as(label + ": wrong").isEmpty();
        assertThat(found.keySet()).as(label).isEqualTo(expected.keySet());
        assertThat(frames).as(label + ": no frame twice").isEqualTo(expected.size());
        return skipped;
    }
}
