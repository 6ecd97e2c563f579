package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.Orientation;
import io.nvvideo.select.Selection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the front door against a linear decode of the same file. */
class VideoTest {
    @TempDir
    static Path folder;

    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    static Stream<Path> videos() {
        Stream<Path> made = Stream.of(
                TestVideos.make(folder.resolve("b-frames.mp4"), Spec.MPEG4),
                TestVideos.make(folder.resolve("b-frames.mkv"), Spec.MPEG4),
                TestVideos.make(
                        folder.resolve("fragmented.mp4"),
                        Spec.MPEG4.withMuxerOption("movflags", "frag_keyframe+empty_moov")),
                TestVideos.make(folder.resolve("vfr.mp4"), Spec.MPEG4.withTicks(n -> n * 40 + n * n)),
                TestVideos.make(folder.resolve("late.mkv"), Spec.MPEG4.withTicks(n -> 5000 + n * 33)),
                TestVideos.make(folder.resolve("mpeg2.ts"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p")),
                TestVideos.make(folder.resolve("h264.ts"), Spec.H264),
                TestVideos.make(folder.resolve("h264.h264"), Spec.H264),
                TestVideos.make(folder.resolve("vp9.webm"), Spec.H264.withEncoder("libvpx-vp9", "yuv420p")),
                TestVideos.make(
                        folder.resolve("av1.mp4"),
                        Spec.H264.withEncoder("libaom-av1", "yuv420p").withFrames(12)));
        if (Corpus.folder() == null) {
            return made;
        }
        Stream<Path> real = Stream.of(
                        "h264_bpyramid_3b.mp4", // H.264 with B-frames
                        "gen_h264_open_gop_k12.mp4", // H.264, open GOP
                        "hevc_main_128x128.mp4", // HEVC, open GOP: leading pictures behind their key frames
                        "hevc_main10_pq_nasa.mp4",
                        "h264_irregular_pts_518x488.mp4", // variable frame rate
                        "h264_sef_slowmo.mp4", // an edit list that discards
                        "h264_editlist_only_preroll_sync.mp4", // an edit list that begins in mid-GOP
                        "h264_editlist_positive_shift_1s.mp4",
                        "h264_start_3600s.ts",
                        "vp8_no_cues.webm",
                        "h264_paff_field_HCAFF1.264")
                .map(Corpus::video);
        return Stream.concat(made, real);
    }

    private static List<Frame> linear(Path file) {
        try (Video video = Video.open(file)) {
            List<Frame> frames = new ArrayList<>();
            try (FrameReader reader = video.frames(Selection.all(), NATIVE)) {
                while (reader.next()) {
                    byte[] data = new byte[(int) reader.image().shape().byteSize()];
                    reader.image().copyTo(java.nio.ByteBuffer.wrap(data));
                    frames.add(new Frame(reader.info(), reader.image().shape(), data));
                }
            }
            return frames;
        }
    }

    private static void assertSame(List<Frame> actual, List<Frame> all, int... numbers) {
        assertThat(actual).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            Frame expected = all.get(Math.floorMod(numbers[i], all.size()));
            assertThat(actual.get(i).info()).as("frame %d", numbers[i]).isEqualTo(expected.info());
            assertThat(Arrays.equals(actual.get(i).data(), expected.data()))
                    .as("pixels of frame %d", numbers[i])
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("videos")
    void everyWayToAskForFramesGivesThoseOfALinearDecode(Path file) {
        List<Frame> all = linear(file);
        int count = all.size();
        long seed = 20261121;
        Random random = new Random(seed);
        try (Video video = Video.open(file)) {
            assertThat(video.length()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(all.get(i).info().index()).isEqualTo(i);
            }
            // Forwards, backwards, from the end.
            int[] numbers = {0, count - 1, -1, count / 2, -count, Math.min(7, count - 1)};
            for (int number : numbers) {
                assertSame(List.of(video.frame(number, NATIVE)), all, number);
            }
            int[] some =
                    IntStream.generate(() -> random.nextInt(count)).limit(12).toArray();
            assertSame(video.list(Selection.indices(some), NATIVE), all, some);
            int from = random.nextInt(count);
            assertSame(
                    video.list(new Selection.Slice(from, null, 3), NATIVE),
                    all,
                    IntStream.iterate(from, i -> i < count, i -> i + 3).toArray());
            assertSame(
                    video.list(new Selection.Slice(null, null, -5), NATIVE),
                    all,
                    IntStream.iterate(count - 1, i -> i >= 0, i -> i - 5).toArray());
            int timed = random.nextInt(count);
            double seconds = all.get(timed).info().timeSeconds();
            assertThat(video.indexAt(seconds)).isEqualTo(timed);
            assertSame(video.list(Selection.times(seconds), NATIVE), all, timed);
            int sought = random.nextInt(count);
            video.seek(sought);
            assertSame(video.nextBatch(3, NATIVE), all, upTo(sought, 3, count));
            assertSame(video.nextBatch(2, NATIVE), all, upTo(Math.min(count, sought + 3), 2, count));
            assertThat(video.position()).isEqualTo(Math.min(count, sought + 5));
            FrameIndex index = video.index();
            for (int i = 0; i < count; i++) {
                assertThat(index.pts(i)).isEqualTo(all.get(i).info().pts());
                assertThat(index.isKey(i)).isEqualTo(all.get(i).info().keyFrame());
            }
            assertThat(video.scannedMetadata().frames()).isEqualTo(count);
        }
    }

    private static int[] upTo(int from, int size, int count) {
        return IntStream.range(from, Math.min(from + size, count)).toArray();
    }

    @Test
    void conveniencesGiveRgb() {
        Path file = TestVideos.make(folder.resolve("rgb.mp4"), Spec.MPEG4);
        try (Video video = Video.open(file)) {
            assertThat(video.frame(3).shape().pixelFormat()).isEqualTo("rgb24");
            assertThat(video.frame(3).data()).hasSize(128 * 96 * 3);
            assertThat(video.frames(1, 1, -1).stream().map(f -> f.info().index()))
                    .containsExactly(1L, 1L, 49L);
            assertThat(video.slice(2, 5, 1).stream().map(f -> f.info().index())).containsExactly(2L, 3L, 4L);
            assertThat(video.frameAt(0.1).info().index()).isEqualTo(2);
            assertThat(video.framesAt(1.0, 0.0).stream().map(f -> f.info().index()))
                    .containsExactly(25L, 0L);
            assertThat(video.nextBatch(2)).hasSize(2);
        }
    }

    @Test
    void theDisplayMatrixIsReadAndApplied() {
        for (int degrees : new int[] {90, 180, 270}) {
            Path file = TestVideos.make(folder.resolve("turned" + degrees + ".mp4"), Spec.MPEG4.withRotation(degrees));
            try (Video video = Video.open(file)) {
                assertThat(video.stream().orientation()).isEqualTo(new Orientation(degrees, false));
                assertThat(video.frame(0).shape().width()).isEqualTo(degrees == 180 ? 128 : 96);
                Output stored = Output.RGB.withAutoRotate(false);
                assertThat(video.frame(0, stored).shape().width()).isEqualTo(128);
                // The upper left pixel of what is stored is where a turn takes it.
                byte[] upright = video.frame(0).data();
                byte[] original = video.frame(0, stored).data();
                int corner = degrees == 90 ? 95 : degrees == 180 ? 128 * 96 - 1 : 96 * 127;
                for (int c = 0; c < 3; c++) {
                    assertThat(upright[3 * corner + c]).isEqualTo(original[c]);
                }
            }
        }
    }

    @Test
    void anotherSourceCanBeReadWithTheSameVideo() {
        Path first = TestVideos.make(folder.resolve("first.mp4"), Spec.MPEG4);
        Path second = TestVideos.make(folder.resolve("second.webm"), Spec.H264.withEncoder("libvpx", "yuv420p"));
        try (Video video = Video.open(first)) {
            assertThat(video.nextBatch(4)).hasSize(4);
            video.reopen(ByteSource.of(second));
            assertThat(video.stream().codec()).isEqualTo("vp8");
            assertThat(video.length()).isEqualTo(30);
            assertThat(video.position()).isZero();
            assertThat(video.nextBatch(40)).hasSize(30);
            assertThat(video.nextBatch(40)).isEmpty();
        }
    }

    @Test
    void aFeedGivesTheFramesOfTheFile() throws IOException {
        for (String name : List.of("feed.ts", "feed.mkv")) {
            Path file = TestVideos.make(folder.resolve(name), Spec.H264);
            List<Frame> all = linear(file);
            try (Video video = Video.open(ByteSource.of("feed", new ByteArrayInputStream(Files.readAllBytes(file))));
                    FrameReader frames = video.frames(Selection.all(), NATIVE)) {
                int count = 0;
                while (frames.next()) {
                    assertThat(frames.info().pts())
                            .isEqualTo(all.get(count).info().pts());
                    assertThat(frames.info().index()).isEqualTo(count);
                    byte[] data = new byte[(int) frames.image().shape().byteSize()];
                    frames.image().copyTo(java.nio.ByteBuffer.wrap(data));
                    assertThat(data).isEqualTo(all.get(count).data());
                    count++;
                }
                assertThat(count).isEqualTo(all.size());
                assertThatThrownBy(video::length)
                        .isInstanceOf(VideoException.class)
                        .hasMessageContaining("read only once");
            }
        }
    }

    @Test
    void bytesInMemoryAreReadAsAFileIs() throws IOException {
        Path file = TestVideos.make(folder.resolve("memory.mp4"), Spec.MPEG4);
        try (Video video = Video.open(ByteSource.of("memory", Files.readAllBytes(file)))) {
            assertSame(
                    video.list(Selection.all(), NATIVE),
                    linear(file),
                    IntStream.range(0, 50).toArray());
        }
    }

    @Test
    void metadataNeedsNoDecodingAndListingAnMp4ReadsNoMedia() throws IOException {
        Path file = TestVideos.make(
                folder.resolve("large.mp4"),
                Spec.MPEG4.withSize(640, 480).withFrames(400).withMuxerOption("movflags", "faststart"));
        try (Video video = Video.open(file)) {
            long opened = video.statistics().bytesRead();
            assertThat(video.length()).isEqualTo(400);
            long listing = video.statistics().bytesRead() - opened;
            assertThat(listing).isLessThan(Files.size(file) / 20);
            assertThat(video.statistics().framesDecoded()).isZero();
        }
    }
}
