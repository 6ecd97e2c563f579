package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.PacketTable;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a video says of what it cannot give, and how its reading ends before the last frame. */
class VideoErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNotThereIsAnErrorThatSaysSo() throws IOException {
        Path file = TestVideos.make(folder.resolve("errors.mp4"), Spec.MPEG4.withTicks(n -> 1000 + n * 40));
        try (Video video = Video.open(file)) {
            assertThatThrownBy(() -> video.frame(50))
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("errors.mp4")
                    .hasMessageContaining("no frame 50")
                    .hasMessageContaining("50 frames");
            assertThatThrownBy(() -> video.frame(-51)).isInstanceOf(VideoException.class);
            assertThatThrownBy(() -> video.nextBatch(0)).isInstanceOf(VideoException.class);
        }
        assertThatThrownBy(() -> Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withStreamIndex(3)).stream())
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("stream 3");
        Path text = Files.writeString(folder.resolve("text.mp4"), "This is no video.");
        assertThatThrownBy(() -> Video.open(text))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.NOT_A_VIDEO))
                .hasMessageContaining("text.mp4");
        Path empty = Files.write(folder.resolve("empty.mp4"), new byte[0]);
        assertThatThrownBy(() -> Video.open(empty)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Video.open(folder.resolve("missing.mp4")))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.NOT_FOUND));
    }

    @Test
    void aFileThatIsCutOffGivesItsFramesAndThenAnError() throws IOException {
        Path whole = TestVideos.make(folder.resolve("whole.mp4"), Spec.MPEG4.withMuxerOption("movflags", "faststart"));
        byte[] bytes = Files.readAllBytes(whole);
        byte[] cut = Arrays.copyOf(bytes, bytes.length * 6 / 10);
        int frames = 0;
        int errors = 0;
        try (Video video = Video.open(ByteSource.of("cut.mp4", cut));
                FrameReader reader = video.frames(Selection.all(), Output.RGB)) {
            while (true) {
                try {
                    if (!reader.next()) {
                        break;
                    }
                    frames++;
                } catch (VideoException e) {
                    assertThat(e).hasMessageContaining("cut.mp4");
                    errors++;
                }
            }
        }
        assertThat(frames).isBetween(10, 45);
        assertThat(errors).isPositive();
    }

    /** Bytes in the middle of the stream are others: frames come before and behind those that cannot be decoded. */
    @Test
    void batchesLoseNoFrameBeforeOneThatCannotBeDecoded() throws IOException {
        byte[] bytes = Files.readAllBytes(TestVideos.make(folder.resolve("a.mp4"), Spec.H264));
        List<String> oneByOne = new ArrayList<>();
        try (Video sound = Video.open(ByteSource.of("a.mp4", bytes.clone()))) {
            for (int frame : new int[] {8, 25}) {
                PacketTable packets = sound.index().packets();
                int packet = sound.index().packetOfFrame(frame);
                int begin = Math.toIntExact(packets.position(packet));
                Arrays.fill(bytes, begin, begin + packets.size(packet), (byte) 0x5a);
            }
        }
        try (Video video = Video.open(ByteSource.of("a.mp4", bytes));
                FrameReader reader = video.frames(new Selection.Slice(0, null, 1), Output.RGB)) {
            for (boolean more = true; more; ) {
                try {
                    more = reader.next();
                    if (more) {
                        oneByOne.add("frame " + reader.info().index());
                    }
                } catch (VideoException e) {
                    oneByOne.add(e.getMessage());
                }
            }
        }
        List<String> inBatches = new ArrayList<>();
        try (Video video = Video.open(ByteSource.of("a.mp4", bytes))) {
            for (boolean more = true; more; ) {
                try {
                    List<Frame> batch = video.nextBatch(7);
                    batch.forEach(frame -> inBatches.add("frame " + frame.info().index()));
                    more = !batch.isEmpty();
                } catch (VideoException e) {
                    inBatches.add(e.getMessage());
                }
            }
        }
        assertThat(oneByOne).contains("frame 0", "frame 29").anyMatch(line -> line.startsWith("Cannot "));
        assertThat(inBatches).isEqualTo(oneByOne);
    }

    @Test
    void cancellingStopsTheReading() {
        Path file = TestVideos.make(folder.resolve("cancel.mp4"), Spec.MPEG4);
        boolean[] cancelled = {false};
        try (Video video = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withCancelled(() -> cancelled[0]));
                FrameReader frames = video.frames(Selection.all(), Output.RGB)) {
            assertThat(frames.next()).isTrue();
            cancelled[0] = true;
            assertThatThrownBy(() -> {
                        while (frames.next()) {
                            // until it notices
                        }
                    })
                    .isInstanceOfSatisfying(
                            VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.CANCELLED));
        }
    }

    @Test
    void everythingMayBeClosedTwice() {
        Path file = TestVideos.make(folder.resolve("twice.mp4"), Spec.MPEG4);
        Video video = Video.open(file);
        FrameReader frames = video.frames(Selection.all(), Output.RGB);
        assertThat(frames.next()).isTrue();
        frames.close();
        frames.close();
        video.close();
        video.close();
        assertThat(frames.next()).isFalse();
        assertThat(video.statistics().framesDecoded()).isPositive();
        assertThatThrownBy(() -> video.frame(0)).hasMessageContaining("was closed");
    }

    @Test
    void afterAFailedReopenNothingIsLeftToRead() throws IOException {
        Path file = TestVideos.make(folder.resolve("reopen.mp4"), Spec.MPEG4);
        Path text = Files.writeString(folder.resolve("reopen.txt"), "This is no video.");
        try (Video video = Video.open(file)) {
            assertThat(video.nextBatch(2)).hasSize(2);
            assertThatThrownBy(() -> video.reopen(ByteSource.of(text))).isInstanceOf(VideoException.class);
            assertThatThrownBy(() -> video.nextBatch(2)).hasMessageContaining("was closed");
        }
    }
}
