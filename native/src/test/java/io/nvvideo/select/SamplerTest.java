package io.nvvideo.select;

import static io.nvvideo.select.SampledFrames.HUNDREDTHS;
import static io.nvvideo.select.SampledFrames.empty;
import static io.nvvideo.select.SampledFrames.frames;
import static io.nvvideo.select.SampledFrames.index;
import static io.nvvideo.select.SampledFrames.numbers;
import static io.nvvideo.select.SampledFrames.ten;
import static io.nvvideo.select.SampledFrames.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.media.FrameIndex;
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
import org.junit.jupiter.api.Test;

/** Each rule of which frames are taken, on ten frames. */
class SamplerTest {
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
