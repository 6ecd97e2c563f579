package io.nvvideo.select;

import static io.nvvideo.select.SampledFrames.HUNDREDTHS;
import static io.nvvideo.select.SampledFrames.frames;
import static io.nvvideo.select.SampledFrames.index;
import static io.nvvideo.select.SampledFrames.numbers;
import static io.nvvideo.select.SampledFrames.ten;
import static io.nvvideo.select.SampledFrames.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.Rational;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Frames at a rate: the one on display at each tick. */
class FpsTest {
    @Test
    void fpsGivesTheFrameOnDisplayAtEachTick() {
        assertThat(frames(ten(), Sampler.Fps.parse("2"))).containsExactly(0, 5);
        assertThat(frames(ten(), Sampler.Fps.parse("4"))).containsExactly(0, 2, 5, 7);
        assertThat(frames(ten(), Sampler.Fps.parse("1"))).containsExactly(0);
        assertThat(frames(ten(), Sampler.Fps.parse("0.001"))).containsExactly(0);
        assertThat(frames(ten(), Sampler.Fps.parse("10"))).hasSize(10);
    }

    @Test
    void fpsAboveTheStreamsOwnGivesEachFrameOnceHoweverHighItIs() {
        assertThat(frames(ten(), Sampler.Fps.parse("25"))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(frames(ten(), Sampler.Fps.parse("9000000000000000000"))).hasSize(10);
    }

    @Test
    void fpsStartsAtTheStartTimeWithTheFrameThatIsOnDisplayThen() {
        assertThat(frames(ten(), Sampler.Fps.parse("2"), times("0.25", null))).containsExactly(2, 7);
        assertThat(frames(ten(), Sampler.Fps.parse("2"), times("0.25", "0.75"))).containsExactly(2);
        assertThat(frames(ten(), Sampler.Fps.parse("2"), times("0.25", "0.7500001")))
                .containsExactly(2, 7);
        // -0.25, 0.25, 0.75: before the first frame nothing is on display.
        assertThat(frames(ten(), Sampler.Fps.parse("2"), times("-0.25", null))).containsExactly(2, 7);
        assertThat(frames(ten(), Sampler.Fps.parse("2"), numbers(3, null))).containsExactly(3, 8);
        assertThat(frames(ten(), Sampler.Fps.parse("2"), numbers(3, 8))).containsExactly(3);
        assertThat(frames(ten(), Sampler.Fps.parse("2"), new Window(new BigDecimal("0.25"), null, 3, null)))
                .containsExactly(7);
    }

    @Test
    void fpsEndsWithTheVideo() {
        // The last frame is shown from 0.9 to 1.0, which is the end, whatever the window says.
        assertThat(frames(ten(), Sampler.Fps.parse("1"), times("0.95", null))).containsExactly(9);
        assertThat(frames(ten(), Sampler.Fps.parse("1"), times("1", "5"))).isEmpty();
        FrameIndex still = index(HUNDREDTHS, 1, 0, 50);
        assertThat(frames(still, Sampler.Fps.parse("1"))).containsExactly(0);
        assertThat(frames(still, Sampler.Fps.parse("1"), times("0.5", null))).containsExactly(0);
        assertThat(frames(still, Sampler.Fps.parse("1"), times("0.6", null))).isEmpty();
        assertThat(frames(still, Sampler.Fps.parse("1"), times("0.6", "5"))).containsExactly(0);
    }

    @Test
    void theStreamsOwnRateGivesEveryFrameFromAnyStart() {
        for (String rate : List.of("30000/1001", "24000/1001", "25", "29.97", "60", "1000/3", "0.1")) {
            Ratio ratio = Ratio.parse(rate);
            for (long start : new long[] {0, 1, -7, 8 * ratio.num() + 333, 1L << 40}) {
                // A tick for each 1/num seconds: frame n is at den * n.
                Rational timeBase = new Rational(1, (int) ratio.num());
                long[] pts = LongStream.range(0, 5000)
                        .map(n -> start + ratio.den() * n)
                        .toArray();
                int[] all = IntStream.range(0, 5000).toArray();
                FrameIndex index = index(timeBase, 12, ratio.den(), pts);
                assertThat(frames(index, new Sampler.Fps(ratio))).as(rate).isEqualTo(all);
                assertThat(frames(index, new Sampler.Fps(ratio), numbers(100, null)))
                        .isEqualTo(Arrays.copyOfRange(all, 100, 5000));
            }
        }
    }

    @Test
    void timesThatAContainerRoundedAreTakenAsTheyAre() {
        // Matroska rounds to milliseconds: 0, 33, 67, 100; NTSC's ticks at 0, 33.4, 66.7 and 100.1 show the second
        // frame twice.
        long[] pts =
                LongStream.range(0, 3000).map(n -> Math.round(n * 1001 / 30.0)).toArray();
        FrameIndex index = index(new Rational(1, 1000), 30, 33, pts);
        int[] frames = frames(index, Sampler.Fps.parse("30000/1001"));
        int[] expected = LongStream.range(0, 3000)
                .map(k -> k * 1001)
                .filter(thirtieths -> thirtieths < (pts[2999] + 33) * 30)
                .mapToInt(thirtieths -> (int) Arrays.stream(pts)
                                .filter(shown -> shown * 30 <= thirtieths)
                                .count()
                        - 1)
                .distinct()
                .toArray();
        assertThat(frames).startsWith(0, 1, 3, 4).isEqualTo(expected);
    }

    @Test
    void variableRatesShowAFrameForAsLongAsItIsOnDisplay() {
        FrameIndex index = index(HUNDREDTHS, 1, 5, 0, 10, 15, 300, 301, 302, 400);
        assertThat(frames(index, Sampler.Fps.parse("1"))).containsExactly(0, 2, 3, 6);
    }
}
