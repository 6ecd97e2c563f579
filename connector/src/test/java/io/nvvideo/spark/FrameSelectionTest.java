package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.VideoException;
import io.nvvideo.select.Ratio;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import io.nvvideo.spark.read.TestReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSelectionTest {
    @Test
    void withoutOptionsEveryFrameIsChosen() {
        assertThat(selection()).isEqualTo(TestReadOptions.EVERY_FRAME);
        assertThat(selection("keyFramesOnly", "false")).isEqualTo(TestReadOptions.EVERY_FRAME);
    }

    @Test
    void everySamplerHasItsOption() {
        assertThat(selection("FPS", "29.97").sampler()).isEqualTo(new Sampler.Fps(new Ratio(2997, 100)));
        assertThat(selection("everyNthFrame", " 25 ").sampler()).isEqualTo(new Sampler.EveryNth(25));
        assertThat(selection("framesPerVideo", "8").sampler()).isEqualTo(new Sampler.Spread(8));
        assertThat(selection("frameIndices", "-1,::25").sampler())
                .isEqualTo(new Sampler.Listed(
                        List.of(new Sampler.Listed.At(-1), new Sampler.Listed.Range(null, null, 25))));
        assertThat(selection("timestamps", "0, 1.50").sampler())
                .isEqualTo(new Sampler.AtTimes(List.of(BigDecimal.ZERO, new BigDecimal("1.5"))));
        assertThat(selection("keyFramesOnly", "TRUE").sampler()).isEqualTo(new Sampler.KeyFrames());
        assertThat(selection("randomFrames", "3").sampler()).isEqualTo(new Sampler.RandomFrames(3, 0, ""));
        assertThat(selection("randomFrames", "3", "seed", "-9000000000").sampler())
                .isEqualTo(new Sampler.RandomFrames(3, -9_000_000_000L, ""));
    }

    @Test
    void aWindowGoesWithAnySampler() {
        assertThat(selection("fps", "1", "startTime", "0.1", "endTime", "20", "startFrame", "-7", "endFrame", "3"))
                .isEqualTo(new Selection.Sampled(
                        new Sampler.Fps(new Ratio(1, 1)),
                        new Window(new BigDecimal("0.1"), new BigDecimal("20"), -7, 3)));
    }

    @Test
    void twoSamplersAreRefusedByBothNames() {
        assertThatThrownBy(() -> selection("framesPerVideo", "8", "fps", "1"))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.INVALID_ARGUMENT))
                .hasMessage(
                        "Cannot read with option 'fps' = '1': option 'framesPerVideo' chooses frames, too. Set one of"
                                + " them; startTime, endTime, startFrame and endFrame may go with it.");
        assertThatThrownBy(() -> selection("keyFramesOnly", "true", "everyNthFrame", "2"))
                .hasMessageContaining("'everyNthFrame'")
                .hasMessageContaining("'keyFramesOnly'");
        assertThat(selection("keyFramesOnly", "false", "everyNthFrame", "2").sampler())
                .isEqualTo(new Sampler.EveryNth(2));
    }

    @Test
    void aSeedAloneIsRefused() {
        assertThatThrownBy(() -> selection("seed", "3"))
                .hasMessage(
                        "Cannot read with option 'seed' = '3': nothing is chosen at random. Set randomFrames, too, or"
                                + " leave it out.");
        assertThatThrownBy(() -> selection("randomFrames", "3", "seed", "1e3"))
                .hasMessage("Cannot read with option 'seed' = '1e3': it is a whole number of 64 bits.");
    }

    @ParameterizedTest
    @CsvSource({"fps, 1", "keyFramesOnly, true", "seed, 1", "startTime, 1", "endFrame, 1"})
    void theViewOfVideosHasNoFramesToChoose(String name, String value) {
        assertThatThrownBy(() -> selection(name, value, "view", "Videos"))
                .hasMessage("Cannot read with option '" + name + "' = '" + value + "': the view videos has no row for a"
                        + " frame. Leave it out, or set view to frames.");
    }

    @ParameterizedTest
    @CsvSource({
        "startTime, 2, endTime, 1.5, 'that is behind endTime, 1.5'",
        "startFrame, 20, endFrame, 10, 'that is behind endFrame, 10'",
        "startFrame, -1, endFrame, -10, 'that is behind endFrame, -10'"
    })
    void aWindowThatEndsBeforeItStartsIsRefused(String start, String from, String end, String to, String why) {
        assertThatThrownBy(() -> selection(start, from, end, to))
                .hasMessage("Cannot read with option '" + start + "' = '" + from + "': " + why + ".");
    }

    @Test
    void aWindowFromOneEndToTheOtherDependsOnTheVideo() {
        assertThat(selection("startFrame", "10", "endFrame", "-10").window())
                .isEqualTo(new Window(null, null, 10, -10));
        assertThat(selection("startTime", "1.0", "endTime", "1").window())
                .isEqualTo(new Window(BigDecimal.ONE, BigDecimal.ONE, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fps            | 0       | '0' is not above 0",
                "fps            | fast    | 'fast' is no positive number",
                "everyNthFrame  | 0       | it is a whole number from 1",
                "framesPerVideo | 1.5     | it is a whole number from 1",
                "frameIndices   | 1,,2    | an entry of '1,,2' is empty",
                "timestamps     | 1,x     | 'x' in '1,x' is no number of seconds",
                "randomFrames   | -1      | it is a whole number from 1",
                "startTime      | 1:30    | it is a number of seconds such as 12.5",
                "endTime        | NaN     | it is a number of seconds such as 12.5",
                "endTime        | 1e9     | it is a number of seconds such as 12.5",
                "endFrame       | last    | it is a whole number",
                "keyFramesOnly  | yes     | it is true or false",
            })
    void aValueThatIsNoneIsRefusedWithTheReason(String name, String value, String why) {
        assertThatThrownBy(() -> selection(name, value))
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith("Cannot read with option '" + name + "' = '" + value + "': ")
                .hasMessageContaining(why);
    }

    @Test
    void selectionsTravelToExecutors() throws IOException, ClassNotFoundException {
        Selection.Sampled selection = selection("frameIndices", "0,5:,-1", "startTime", "1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(selection);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(selection);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fps=0.5                  | , fps=1/2, ",
                "everyNthFrame=3          | , everyNthFrame=3, ",
                "framesPerVideo=4         | , framesPerVideo=4, ",
                "frameIndices=3,-1,1:9:2,:5 | , frameIndices=3,-1,1:9:2,:5, ",
                "timestamps=0.50,100      | , timestamps=0.5,100, ",
                "keyFramesOnly=true       | , keyFramesOnly=true, ",
                "randomFrames=2           | , randomFrames=2, seed=0, ",
                "endTime=100              | , endTime=100, ",
                "startFrame=-5            | , startFrame=-5, ",
            })
    void thePlanShowsWhatIsChosen(String option, String shown, @TempDir Path folder) {
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(2));
        int equals = option.indexOf('=');
        String plan = LocalSpark.session()
                .read()
                .format("nvvideo")
                .option(option.substring(0, equals), option.substring(equals + 1))
                .load(file.toString())
                .queryExecution()
                .executedPlan()
                .toString();
        assertThat(plan).contains(shown.strip());
    }

    private static Selection.Sampled selection(String... pairs) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(Pairs.map(pairs));
        return new ReadConfiguration(OptionValues.of(options, key -> Optional.empty()))
                .readOptions()
                .selection();
    }
}
