package io.nvvideo.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final Rational HUNDREDTHS = new Rational(1, 100);

    /** Frames at the given ticks; every {@code gop}-th one is a key frame. */
    private static FrameIndex index(Rational timeBase, int gop, long lastDuration, long... pts) {
        PacketTable.Builder packets = new PacketTable.Builder();
        for (int i = 0; i < pts.length; i++) {
            packets.add(pts[i], pts[i], 1, i * 100L, 100, i % gop == 0, false, false, false);
        }
        int[] order = IntStream.range(0, pts.length).toArray();
        return new FrameIndex(timeBase, packets.build(), order, order.clone(), pts, lastDuration);
    }

    /** Ten frames, one every 0.1 s from 0 to 0.9, the last one shown until 1.0; key frames 0, 4 and 8. */
    private static FrameIndex ten() {
        return index(HUNDREDTHS, 4, 10, LongStream.range(0, 10).map(i -> i * 10).toArray());
    }

    private static FrameIndex empty() {
        return index(HUNDREDTHS, 1, 0);
    }

    private static int[] frames(FrameIndex index, Sampler sampler, Window window) {
        return Planner.frames(index, Selection.sampled(sampler, window));
    }

    private static int[] frames(FrameIndex index, Sampler sampler) {
        return frames(index, sampler, Window.ALL);
    }

    private static Window times(String start, String end) {
        return new Window(
                start == null ? null : new BigDecimal(start), end == null ? null : new BigDecimal(end), null, null);
    }

    private static Window numbers(Integer start, Integer end) {
        return new Window(null, null, start, end);
    }

    private static final Sampler ALL = new Sampler.All();

    @Test
    void aWindowIsHalfOpenInTimesAndInNumbers() {
        assertThat(frames(ten(), ALL)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(frames(ten(), ALL, times("0.2", "0.5"))).containsExactly(2, 3, 4);
        assertThat(frames(ten(), ALL, times("0.2000000001", "0.5000000001"))).containsExactly(3, 4, 5);
        assertThat(frames(ten(), ALL, times(null, "0.1"))).containsExactly(0);
        assertThat(frames(ten(), ALL, times("0.85", null))).containsExactly(9);
        assertThat(frames(ten(), ALL, numbers(2, 5))).containsExactly(2, 3, 4);
        assertThat(frames(ten(), ALL, numbers(-3, -1))).containsExactly(7, 8);
        assertThat(frames(ten(), ALL, numbers(-100, 2))).containsExactly(0, 1);
        assertThat(frames(ten(), ALL, new Window(new BigDecimal("0.2"), null, null, -7)))
                .containsExactly(2);
    }

    @Test
    void aWindowThatAVideoDoesNotReachIsEmptyAndNoError() {
        for (Sampler sampler : List.of(
                ALL,
                Sampler.Fps.parse("2"),
                new Sampler.EveryNth(1),
                new Sampler.Spread(3),
                Sampler.Listed.parse("0,-1,:"),
                Sampler.AtTimes.parse("0,200"),
                new Sampler.KeyFrames(),
                new Sampler.RandomFrames(5, 1, "v"))) {
            assertThat(frames(ten(), sampler, times("100", "200"))).isEmpty();
            assertThat(frames(ten(), sampler, times("0.5", "0.5"))).isEmpty();
            assertThat(frames(ten(), sampler, times("1e1000000000", null))).isEmpty();
            assertThat(frames(ten(), sampler, numbers(10, null))).isEmpty();
            assertThat(frames(ten(), sampler, numbers(5, 3))).isEmpty();
            assertThat(frames(ten(), sampler, numbers(null, Integer.MIN_VALUE))).isEmpty();
            assertThat(frames(empty(), sampler)).isEmpty();
            assertThat(frames(empty(), sampler, times("-1", "5"))).isEmpty();
            int[] far = frames(ten(), sampler, times("-1e1000000000", "1e1000000000"));
            assertThat(far).as(sampler.toString()).isNotNull();
        }
        assertThat(frames(ten(), ALL, times("-1e-1000000000", "1e-1000000000"))).containsExactly(0);
    }

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

    @Test
    void everyNthCountsFromTheBeginningOfTheVideo() {
        assertThat(frames(ten(), new Sampler.EveryNth(3))).containsExactly(0, 3, 6, 9);
        assertThat(frames(ten(), new Sampler.EveryNth(3), numbers(1, 8))).containsExactly(3, 6);
        assertThat(frames(ten(), new Sampler.EveryNth(100))).containsExactly(0);
        assertThatThrownBy(() -> new Sampler.EveryNth(0)).hasMessage("0 is not at least 1");
    }

    @Test
    void spreadIsTheRoundedLinspaceOfTheWindow() {
        assertThat(frames(ten(), new Sampler.Spread(1))).containsExactly(0);
        assertThat(frames(ten(), new Sampler.Spread(2))).containsExactly(0, 9);
        // 0, 4.5, 9; and 0, 2.25, 4.5, 6.75, 9: a half goes to the even side.
        assertThat(frames(ten(), new Sampler.Spread(3))).containsExactly(0, 4, 9);
        assertThat(frames(ten(), new Sampler.Spread(5))).containsExactly(0, 2, 4, 7, 9);
        assertThat(frames(ten(), new Sampler.Spread(7))).containsExactly(0, 2, 3, 4, 6, 8, 9);
        assertThat(frames(ten(), new Sampler.Spread(10))).hasSize(10);
        assertThat(frames(ten(), new Sampler.Spread(Integer.MAX_VALUE))).hasSize(10);
        // 1, 3.5, 6.
        assertThat(frames(ten(), new Sampler.Spread(3), numbers(1, 7))).containsExactly(1, 4, 6);
        assertThat(frames(ten(), new Sampler.Spread(1), numbers(4, 7))).containsExactly(4);
    }

    @Test
    void listsNameFramesAsPythonDoes() {
        assertThat(frames(ten(), Sampler.Listed.parse("0,3,-1"))).containsExactly(0, 3, 9);
        assertThat(frames(ten(), Sampler.Listed.parse(" 5 , 3, 3 , -10"))).containsExactly(0, 3, 5);
        assertThat(frames(ten(), Sampler.Listed.parse("30,-11,10"))).isEmpty();
        assertThat(frames(ten(), Sampler.Listed.parse("2:5,::4"))).containsExactly(0, 2, 3, 4, 8);
        assertThat(frames(ten(), Sampler.Listed.parse("::-3"))).containsExactly(0, 3, 6, 9);
        assertThat(frames(ten(), Sampler.Listed.parse("-2:"))).containsExactly(8, 9);
        assertThat(frames(ten(), Sampler.Listed.parse("5::2147483647"))).containsExactly(5);
        assertThat(frames(ten(), Sampler.Listed.parse("5::-2147483648"))).containsExactly(5);
        assertThat(frames(ten(), Sampler.Listed.parse("-1,2"), numbers(3, null)))
                .containsExactly(9);
    }

    @Test
    void listsThatCannotBeReadSayWhy() {
        assertThatThrownBy(() -> Sampler.Listed.parse("1,x")).hasMessageContaining("'x' is no whole number");
        assertThatThrownBy(() -> Sampler.Listed.parse("1,,2")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Sampler.Listed.parse("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Sampler.Listed.parse("1:2:3:4")).hasMessageContaining("is no slice");
        assertThatThrownBy(() -> Sampler.Listed.parse("::0")).hasMessageContaining("cannot be 0");
        assertThatThrownBy(() -> Sampler.Listed.parse("1:b")).hasMessageContaining("'b' in '1:b'");
        assertThatThrownBy(() -> Sampler.Listed.parse("99999999999")).hasMessageContaining("out of range");
        assertThatThrownBy(() -> Sampler.AtTimes.parse("1,soon")).hasMessageContaining("'soon' in '1,soon'");
        assertThatThrownBy(() -> Sampler.AtTimes.parse("1e5")).hasMessageContaining("no number of seconds");
        for (String rate : List.of("0", "-1", "", "1/0", "fast", "1/2/3", "0.0", "0/5")) {
            assertThatThrownBy(() -> Ratio.parse(rate))
                    .as(rate)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write it like");
        }
        assertThatThrownBy(() -> Ratio.parse("1." + "3".repeat(40))).hasMessageContaining("too many digits");
    }

    @Test
    void ratesAreExactAndInLowestTerms() {
        assertThat(Ratio.parse("29.97")).isEqualTo(new Ratio(2997, 100));
        assertThat(Ratio.parse(" 30000 / 1001 ")).isEqualTo(new Ratio(30000, 1001));
        assertThat(Ratio.parse("0.50")).isEqualTo(Ratio.parse("1/2")).hasToString("1/2");
        assertThat(Ratio.parse("2.0")).hasToString("2");
        assertThat(Ratio.parse("." + "0".repeat(15) + "1")).isEqualTo(new Ratio(1, 10_000_000_000_000_000L));
    }

    @Test
    void timesGiveTheFrameOnDisplay() {
        assertThat(frames(ten(), Sampler.AtTimes.parse("0,0.05,0.1,0.55"))).containsExactly(0, 1, 5);
        assertThat(frames(ten(), Sampler.AtTimes.parse("-1,-0.01,0.999,1,30"))).containsExactly(9);
        assertThat(frames(ten(), Sampler.AtTimes.parse("0.1, 0.25, 0.8"), times("0.25", "0.8")))
                .containsExactly(2);
        assertThat(frames(ten(), Sampler.AtTimes.parse("0.1,0.25"), numbers(2, null)))
                .containsExactly(2);
        // Nobody knows how long a still picture is shown.
        assertThat(frames(index(HUNDREDTHS, 1, 0, 50), Sampler.AtTimes.parse("0.4,77")))
                .containsExactly(0);
        FrameIndex thirds = index(new Rational(1, 3), 1, 1, 0, 1, 2);
        assertThat(frames(thirds, Sampler.AtTimes.parse("0.33333333333333333333")))
                .containsExactly(0);
        assertThat(frames(thirds, Sampler.AtTimes.parse("0.33333333333333333334")))
                .containsExactly(1);
    }

    @Test
    void keyFramesAreThoseThatDecodingCanStartWith() {
        assertThat(frames(ten(), new Sampler.KeyFrames())).containsExactly(0, 4, 8);
        assertThat(frames(ten(), new Sampler.KeyFrames(), numbers(1, 8))).containsExactly(4);
    }

    @Test
    void randomFramesAreTheSameForTheSameSeedAndVideoAlone() {
        Sampler.RandomFrames rule = new Sampler.RandomFrames(4, 42, "s3://bucket/a.mp4:1234");
        int[] drawn = frames(ten(), rule);
        assertThat(drawn).hasSize(4).doesNotHaveDuplicates().isSorted();
        // Written down once; another result would break everybody's reproducibility.
        assertThat(drawn).containsExactly(3, 4, 5, 9);
        assertThat(frames(ten(), new Sampler.RandomFrames(10, 42, "x"))).hasSize(10);
        assertThat(frames(ten(), new Sampler.RandomFrames(3, 42, "x"), numbers(7, null)))
                .containsExactly(7, 8, 9);
        int different = 0;
        for (int seed = 0; seed < 50; seed++) {
            int[] other = frames(ten(), new Sampler.RandomFrames(4, seed, "b"));
            different += Arrays.equals(other, frames(ten(), new Sampler.RandomFrames(4, seed, "c"))) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(40);
        assertThat(rule.withIdentity("b")).isEqualTo(new Sampler.RandomFrames(4, 42, "b"));
    }

    @Test
    void aWindowOfRandomFramesIsDrawnFromAlone() {
        int[] whole = frames(ten(), new Sampler.RandomFrames(10, 7, "v"));
        assertThat(whole).hasSize(10);
        int[] some = frames(ten(), new Sampler.RandomFrames(2, 7, "v"), numbers(2, 6));
        long[] hashes =
                IntStream.range(2, 6).mapToLong(n -> FrameHash.of(7, "v", n)).toArray();
        int[] expected = IntStream.range(2, 6)
                .filter(n -> Arrays.stream(hashes)
                                .filter(h -> Long.compareUnsigned(h, FrameHash.of(7, "v", n)) < 0)
                                .count()
                        < 2)
                .toArray();
        assertThat(some).isEqualTo(expected);
    }

    @Test
    void selectionsAreValuesThatTravel() throws IOException, ClassNotFoundException {
        Selection selection = Selection.sampled(Sampler.Listed.parse("0,1:5"), times("1.0", "2.50"));
        assertThat(selection).isEqualTo(Selection.sampled(Sampler.Listed.parse("0,1:5"), times("1", "2.5")));
        assertThat(Sampler.AtTimes.parse("1.50")).isEqualTo(Sampler.AtTimes.parse("1.5"));
        for (Selection each : List.of(selection, Selection.sampled(Sampler.Fps.parse("1/3"), Window.ALL))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(each);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(each).hasSameHashCodeAs(each);
            }
        }
    }
}
