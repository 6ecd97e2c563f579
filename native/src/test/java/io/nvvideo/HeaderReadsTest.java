package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file whose pictures are large, as long as only its index is asked for. */
class HeaderReadsTest {
    /** The beginning of the file, and the rest of the piece in which the header ends. */
    private static final int PIECES = 2 * 8 * 1024;

    /** What is looked at of the first packet. */
    private static final int HEAD = 4096;

    private static final int FRAMES = 120;

    @TempDir
    Path folder;

    /** Pictures of up to 200 kB. */
    private static Spec large(String encoder, int bFrames) {
        Map<String, String> quality = encoder.equals("mpeg4")
                ? Map.of("qmin", "1", "qmax", "1", "b", "400000000", "bt", "400000000")
                : Map.of("b", "400000000", "rc_mode", "off", "qmin", "1", "qmax", "1");
        return new Spec(encoder, "yuv420p", 1920, 1080, FRAMES, 40, bFrames, n -> n * 40, 0, quality, Map.of());
    }

    /** Baseline H.264 shows no picture out of order, which the header tells; its test pattern does not get as large. */
    private static long minimum(Spec spec) {
        return spec.encoder().equals("mpeg4") ? 20_000_000 : 5_000_000;
    }

    @Test
    void theIndexOfAnMp4IsMadeOfItsHeaderAlone() throws IOException {
        for (Spec spec : List.of(large("mpeg4", 2), large("libopenh264", 0))) {
            for (String flags : List.of("faststart", "disable_chpl")) {
                Path file = TestVideos.make(folder.resolve(flags + ".mp4"), spec.withMuxerOption("movflags", flags));
                try (Video video = Video.open(file)) {
                    assertThat(video.length()).isEqualTo(FRAMES);
                    assertThat(video.streamIndex()).isZero();
                    assertThat(video.videoStreams()).containsExactly(0);
                    assertThat(video.damage()).isNull();
                    long read = video.statistics().bytesRead();
                    long media = IntStream.range(0, FRAMES)
                            .mapToLong(video.index().packets()::size)
                            .sum();
                    long header = Files.size(file) - media;
                    assertThat(Files.size(file)).as(spec.encoder()).isGreaterThan(minimum(spec));
                    assertThat(read).isLessThanOrEqualTo(header + PIECES);
                    assertThat(read).isLessThan(20_000);

                    // Its first picture begins where the header ends, or near the beginning of the file.
                    assertThat(video.stream().index()).isEqualTo(video.streamIndex());
                    long described = video.statistics().bytesRead();
                    assertThat(described - read).isLessThanOrEqualTo(HEAD);
                    assertThat(described).isLessThan(Files.size(file) / 500);
                }
            }
        }
    }

    @Test
    void whatTheStreamIsTakesTheHeaderAndTheBeginningOfOnePacket() throws IOException {
        Spec spec = large("mpeg4", 2).withFrames(100);
        for (String flags : List.of("faststart", "disable_chpl")) {
            Path file = TestVideos.make(folder.resolve(flags + ".mp4"), spec.withMuxerOption("movflags", flags));
            try (Video video = Video.open(file)) {
                assertThat(video.stream().width()).isEqualTo(1920);
                assertThat(video.stream().pixelFormat().name()).isEqualTo("yuv420p");
                assertThat(video.statistics().bytesRead()).isLessThan(Files.size(file) / 500);
                long described = video.statistics().bytesRead();
                assertThat(video.length()).isEqualTo(100);
                assertThat(video.statistics().bytesRead() - described).isLessThanOrEqualTo(PIECES);
            }
        }
    }

    @Test
    void framesAreTheSameWhetherOrNotTheStreamWasDescribedBefore() {
        Path file = TestVideos.make(folder.resolve("small.mp4"), Spec.MPEG4);
        try (Video first = Video.open(file);
                Video second = Video.open(file)) {
            assertThat(second.container()).isNotNull();
            List<Frame> frames = first.slice(null, null, 1);
            List<Frame> again = second.slice(null, null, 1);
            assertThat(again).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(again.get(i).data()).isEqualTo(frames.get(i).data());
            }
        }
    }

    @Test
    void whatTheStreamsAreIsTheSameBeforeAndAfterTheIndexWasMade() {
        Path file = TestVideos.make(folder.resolve("small.mp4"), Spec.H264);
        try (Video first = Video.open(file);
                Video second = Video.open(file)) {
            assertThat(second.length()).isEqualTo(30);
            assertThat(second.container()).isEqualTo(first.container());
            assertThat(second.stream()).isEqualTo(first.stream());
        }
    }
}
