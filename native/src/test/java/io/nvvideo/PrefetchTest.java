package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Image;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefetchTest {
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    @TempDir
    Path folder;

    private Path file;
    private long nativeObjects;

    @BeforeEach
    void make() {
        file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4);
        nativeObjects = NativeObjects.count();
    }

    private Video open(int frames) {
        return Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withPrefetchFrames(frames));
    }

    private static List<Thread> decodingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("nvvideo-prefetch"))
                .toList();
    }

    private void assertNothingIsLeft() {
        assertThat(decodingThreads()).isEmpty();
        assertThat(NativeObjects.count()).isEqualTo(nativeObjects);
    }

    /** What reading gives, in order: the number and pixels of each frame, the message of each error. */
    private static List<String> story(Video video, Selection selection) {
        List<String> story = new ArrayList<>();
        try (FrameReader reader = video.frames(selection, NATIVE)) {
            while (true) {
                try {
                    if (!reader.next()) {
                        return story;
                    }
                    byte[] data = new byte[(int) reader.image().shape().byteSize()];
                    reader.image().copyTo(ByteBuffer.wrap(data));
                    story.add(reader.info() + " " + Arrays.hashCode(data));
                } catch (VideoException e) {
                    story.add(e.getMessage());
                }
            }
        }
    }

    @Test
    void framesComeAsTheyDoWithoutIt() {
        Selection selection = Selection.indices(49, 3, 4, 17, 18, 30);
        List<String> expected;
        VideoStatistics cost;
        try (Video video = open(0)) {
            expected = story(video, selection);
            cost = video.statistics();
        }
        for (int frames : new int[] {1, 2, 100}) {
            try (Video video = open(frames)) {
                assertThat(story(video, selection)).isEqualTo(expected).hasSize(6);
                VideoStatistics ahead = video.statistics();
                assertThat(ahead.framesDecoded()).isEqualTo(cost.framesDecoded());
                assertThat(ahead.framesSkipped()).isEqualTo(cost.framesSkipped());
                assertThat(ahead.bytesRead()).isEqualTo(cost.bytesRead());
                assertThat(ahead.decodeNanos()).isPositive();
                assertThat(ahead.convertNanos()).isPositive();
                assertThat(story(video, selection)).isEqualTo(expected);
                assertThat(video.frame(5).info().index()).isEqualTo(5);
                assertThat(video.nextBatch(3)).hasSize(3);
            }
            assertNothingIsLeft();
        }
    }

    @Test
    void errorsComeWhereTheyDoWithoutIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 3; i < bytes.length / 2; i += 7) {
            bytes[i] ^= 0x5a;
        }
        List<String> expected;
        try (Video video = Video.open(ByteSource.of("damaged.mp4", bytes))) {
            expected = story(video, Selection.all());
        }
        VideoOptions options = VideoOptions.DEFAULT.withPrefetchFrames(4);
        try (Video video = Video.open(ByteSource.of("damaged.mp4", bytes), options)) {
            assertThat(story(video, Selection.all())).isEqualTo(expected);
        }
        byte[] cut = Arrays.copyOf(
                Files.readAllBytes(
                        TestVideos.make(folder.resolve("f.mp4"), Spec.MPEG4.withMuxerOption("movflags", "faststart"))),
                bytes.length / 2);
        try (Video video = Video.open(ByteSource.of("cut.mp4", cut))) {
            expected = story(video, Selection.all());
        }
        assertThat(expected.get(expected.size() - 1)).startsWith("Cannot");
        try (Video video = Video.open(ByteSource.of("cut.mp4", cut), options)) {
            assertThat(story(video, Selection.all())).isEqualTo(expected);
        }
        assertNothingIsLeft();
    }

    @Test
    void anErrorOfTheConversionIsTheImagesAndNotTheFrames() {
        Output impossible = Output.RGB.withSize(40_000, 40_000, ResizeMode.STRETCH);
        try (Video video = open(2);
                FrameReader reader = video.frames(Selection.indices(1, 2), impossible)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.info().index()).isEqualTo(1);
            assertThatThrownBy(reader::image).isInstanceOf(VideoException.class);
            assertThat(reader.next()).isTrue();
            assertThat(reader.info().index()).isEqualTo(2);
        }
        assertNothingIsLeft();
    }

    @Test
    void closingInTheMiddleWaitsForTheThreadAndLeavesNothing() {
        for (int taken = 0; taken < 12; taken++) {
            try (Video video = open(3)) {
                FrameReader reader = video.frames(Selection.all(), NATIVE);
                for (int i = 0; i < taken; i++) {
                    assertThat(reader.next()).isTrue();
                }
                if (taken % 2 == 0) {
                    reader.close();
                    assertThat(decodingThreads()).isEmpty();
                    assertThat(reader.next()).isFalse();
                    reader.close();
                }
            }
            assertNothingIsLeft();
        }
    }

    @Test
    void aConsumerThatStopsIsNotLeftBehind() throws InterruptedException {
        try (Video video = open(5);
                FrameReader reader = video.frames(Selection.all(), NATIVE)) {
            assertThat(reader.next()).isTrue();
            List<Thread> threads = decodingThreads();
            assertThat(threads).hasSize(1);
            Thread.State state = null;
            for (int i = 0; i < 2000 && state != Thread.State.WAITING; i++) {
                Thread.sleep(5);
                state = threads.get(0).getState();
            }
            assertThat(state).isEqualTo(Thread.State.WAITING);
            // The one taken, five ahead of it, and what the decoder gives while it looks for them.
            assertThat(video.statistics().framesDecoded()).isBetween(6L, 8L);
        }
        assertNothingIsLeft();
    }

    @Test
    void anImageIsGoneWithTheNextFrame() {
        try (Video video = open(2);
                FrameReader reader = video.frames(Selection.all(), NATIVE)) {
            assertThatThrownBy(reader::info).isInstanceOf(IllegalStateException.class);
            assertThat(reader.next()).isTrue();
            Image image = reader.image();
            ByteBuffer small = ByteBuffer.allocate(10);
            assertThatThrownBy(() -> image.copyTo(small)).isInstanceOf(IllegalArgumentException.class);
            image.copyTo(ByteBuffer.allocateDirect((int) image.shape().byteSize()));
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(() -> image.copyTo(small)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void cancellingAndInterruptingEndTheWaiting() {
        AtomicBoolean cancelled = new AtomicBoolean();
        VideoOptions options = VideoOptions.DEFAULT.withPrefetchFrames(2).withCancelled(cancelled::get);
        try (Video video = Video.open(ByteSource.of(file), options);
                FrameReader reader = video.frames(Selection.all(), NATIVE)) {
            assertThat(reader.next()).isTrue();
            cancelled.set(true);
            assertThatThrownBy(() -> {
                        while (reader.next()) {
                            // until it notices
                        }
                    })
                    .isInstanceOfSatisfying(
                            VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.CANCELLED));
        }
        assertNothingIsLeft();
        try (Video video = open(2);
                FrameReader reader = video.frames(Selection.all(), NATIVE)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(reader::next).hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertNothingIsLeft();
    }

    @Test
    void indicesOfTheVideoCanBeReadWhileFramesAreDecodedAhead() {
        try (Video video = open(1);
                FrameReader reader = video.frames(Selection.all(), NATIVE)) {
            int count = 0;
            while (reader.next()) {
                assertThat(video.index(0).frameCount()).isEqualTo(50);
                assertThat(video.statistics().framesDecoded()).isGreaterThan(count);
                count++;
            }
            assertThat(count).isEqualTo(50);
        }
    }
}
