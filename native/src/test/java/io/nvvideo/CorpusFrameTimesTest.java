package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nvvideo.media.FrameIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When every frame is shown, and for how long, against the lists of TorchCodec. */
class CorpusFrameTimesTest {
    private static final Pattern FRAME = Pattern.compile("\\{[^}]*\\}");
    private static final Pattern DURATION = Pattern.compile("\"duration_time\": \"([0-9.]+)\"");
    private static final Pattern TIME = Pattern.compile("\"pts_time\": \"([0-9.]+)\"");
    /** The lists have six digits. */
    private static final double MICROSECOND = 1e-6;

    @ParameterizedTest
    @CsvSource({
        "nasa_13013.mp4.stream0, h264_high_two_video_streams_plus_audio_subs.mp4.stream0",
        "nasa_13013.mp4.stream3, h264_high_two_video_streams_plus_audio_subs.mp4.stream3",
        "nasa_13013_rotated.mp4.stream0, h264_nasa_rotated90.mp4",
        "test_non_zero_start.mp4.stream0, h264_start_8s_nonzero.mp4",
    })
    void timesAndDurationsAreThoseOfTheReference(String list, String reference) throws IOException {
        Corpus.requireCorpus();
        List<double[]> wanted = frames(list);
        try (Video video = CorpusStream.ofReference(reference).open()) {
            FrameIndex index = video.index();
            assertThat(index.frameCount()).isEqualTo(wanted.size()).isPositive();
            for (int frame = 0; frame < index.frameCount(); frame++) {
                assertThat(index.timeBase().seconds(index.duration(frame)))
                        .as("duration of frame %s", frame)
                        .isCloseTo(wanted.get(frame)[0], within(MICROSECOND));
                assertThat(index.timeBase().seconds(index.pts(frame)))
                        .as("time of frame %s", frame)
                        .isCloseTo(wanted.get(frame)[1], within(MICROSECOND));
            }
        }
    }

    /** Duration and time of every frame in seconds. */
    private static List<double[]> frames(String list) throws IOException {
        Path file = Corpus.folder().resolve("reference/torchcodec").resolve(list + ".all_frames_info.json");
        List<double[]> frames = new ArrayList<>();
        Matcher matcher = FRAME.matcher(Files.readString(file));
        while (matcher.find()) {
            frames.add(new double[] {number(DURATION, matcher.group()), number(TIME, matcher.group())});
        }
        return frames;
    }

    private static double number(Pattern pattern, String frame) {
        Matcher matcher = pattern.matcher(frame);
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
