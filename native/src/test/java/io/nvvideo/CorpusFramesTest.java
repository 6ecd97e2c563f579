package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame of real videos against hashes that FFmpeg 5.1.9 made of them. */
class CorpusFramesTest {
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    /** Why a reference is not what is right. */
    private static final Map<String, String> OTHER_HASHES = Map.of(
            "h264_cbp_crop_CVFC1_Sony_C.264",
                    "FFmpeg 5.1.9 was run without exact cropping; its SHA-1 is right: CorpusChecksumsTest",
            "h264_error_I_P.264", "a damaged stream: how losses are concealed differs between FFmpeg 5.1 and 8",
            "h264_resize_400x300_to_200x150.mp4", "the reference scaled all frames to the size of the first one",
            "vp8_resolution_change.webm", "the reference scaled all frames to the size of the first one");

    /**
     * Frames that are called corrupt: what is made of them by a decoder that begins at their key frame is not what one makes that has
     * decoded all before.
     */
    private static final Map<String, Integer> CORRUPT_FRAMES = Map.of("gen_truncated_60pct.ts", 30);

    /** Streams without timestamps, where FFmpeg 5.1.9 invented others than frame number times frame duration. */
    private static final Map<String, String> OTHER_TIMES = Map.of(
            "h264_paff_field_HCAFF1.264", "two pairs of frames have one time in the reference",
            "hevc_hdr10plus_multimsg_sei_4k.hevc", "the only frame has a time above 0 in the reference");

    /** Damaged files: their readable frames are right, and the damage is reported. */
    private static final Set<String> DAMAGED = Set.of(
            "bad_corrupted_nal_sizes.mp4",
            "bad_invalid_nalu.mp4",
            "bad_vp9_decode_error_midway.webm",
            "bad_vp9_zero_dimensions.mp4",
            "gen_truncated_60pct_faststart.mp4");

    static Stream<String> videosWithFrameHashes() throws IOException {
        return Corpus.folder() == null
                ? Stream.of("no corpus")
                : Corpus.references("ffmpeg-5.1.9-framemd5", ".framemd5").stream();
    }

    @ParameterizedTest
    @MethodSource("videosWithFrameHashes")
    void framesOrderPixelsAndTimesAreThoseOfTheReference(String reference) throws IOException {
        Corpus.requireCorpus();
        Read read = read(reference);
        if (!OTHER_HASHES.containsKey(reference)) {
            List<String> expected = new ArrayList<>(Corpus.frameMd5(reference));
            Integer corrupt = CORRUPT_FRAMES.get(reference);
            if (corrupt != null) {
                expected.set(corrupt, read.hashes.get(corrupt));
            }
            assertThat(read.hashes).isEqualTo(expected);
        } else {
            assertThat(read.hashes).hasSameSizeAs(Corpus.frameMd5(reference));
        }
        if (DAMAGED.contains(reference)) {
            assertThat(read.errors).isNotEmpty();
            assertThat(read.errors).allSatisfy(error -> assertThat(error).contains(read.file));
        } else {
            assertThat(read.errors).isEmpty();
            List<Long> expected = Corpus.shownPts(reference);
            assertThat(read.pts).isEqualTo(expected.isEmpty() ? read.pts : expected);
            assertThat(read.pts).isEqualTo(read.indexPts);
            if (expected.isEmpty() && !OTHER_TIMES.containsKey(reference)) {
                // FFmpeg's program makes the file begin at 0.
                double begin = read.seconds.get(0);
                assertThat(read.seconds.stream().map(time -> time - begin).toList())
                        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1, Double.class)
                        .isEqualTo(Corpus.frameTimes(reference));
            }
        }
    }

    @Test
    void framesOfAFileThatChangesItsSizeKeepTheirOwn() {
        try (Video video = Video.open(Corpus.video("h264_resize_400x300_to_200x150.mp4"));
                FrameReader frames = video.frames(Selection.all(), NATIVE)) {
            List<Integer> widths = new ArrayList<>();
            while (frames.next()) {
                widths.add(frames.image().shape().width());
            }
            assertThat(widths.get(0)).isEqualTo(400);
            assertThat(widths.get(widths.size() - 1)).isEqualTo(200);
        }
    }

    @Test
    void framesWhosePacketsHaveTheTimesOfOthersAreTheSameOneByOne() throws IOException {
        String name = "h264_box_webcam_mp2.mp4";
        List<String> wanted = Corpus.frameMd5(name);
        try (Video video = Video.open(Corpus.video(name))) {
            for (int frame = 225; frame < 229; frame++) {
                assertThat(md5(video.frame(frame, NATIVE).data()))
                        .as("frame %s", frame)
                        .isEqualTo(wanted.get(frame));
            }
        }
    }

    @Test
    void framesAreTheSameWithSeveralDecodeThreads() throws IOException {
        String name = "h264_bpyramid_3b.mp4";
        try (Video video = Video.open(ByteSource.of(Corpus.video(name)), VideoOptions.DEFAULT.withDecodeThreads(3));
                FrameReader frames = video.frames(Selection.all(), NATIVE)) {
            List<String> hashes = new ArrayList<>();
            while (frames.next()) {
                hashes.add(md5(CorpusStream.bytes(frames)));
            }
            assertThat(hashes).isEqualTo(Corpus.frameMd5(name));
        }
    }

    @Test
    void manyFilesWereCompared() throws IOException {
        Assumptions.assumeTrue(Corpus.folder() != null, "no corpus");
        assertThat(videosWithFrameHashes().filter(name -> !OTHER_HASHES.containsKey(name)))
                .hasSizeGreaterThan(150);
    }

    private record Read(
            String file,
            List<String> hashes,
            List<Long> pts,
            List<Double> seconds,
            List<Long> indexPts,
            List<String> errors) {}

    private static Read read(String reference) {
        CorpusStream stream = CorpusStream.ofReference(reference);
        Read read = new Read(
                stream.file(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        try (Video video = stream.open()) {
            for (int i = 0; i < video.length(); i++) {
                read.indexPts.add(video.index().pts(i));
            }
        }
        stream.decode(read.errors, frames -> {
            read.hashes.add(md5(CorpusStream.bytes(frames)));
            read.pts.add(frames.info().pts());
            read.seconds.add(frames.info().timeSeconds());
        });
        return read;
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
