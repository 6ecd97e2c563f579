package io.nvvideo.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameHashTest {
    @Test
    void hashesAreTheOutputsOfSplitMix64() {
        long key = FrameHash.key(42, "a");
        SplittableRandom independent = new SplittableRandom(key);
        for (int number = 0; number < 100; number++) {
            assertThat(FrameHash.of(42, "a", number)).isEqualTo(independent.nextLong());
        }
    }

    @Test
    void aKeyMixesTheSeedAndTheIdentity() {
        // FNV-1a of "" and "foobar", from the test vectors of its authors.
        assertThat(FrameHash.key(5, "")).isEqualTo(mixed(new SplittableRandom(5).nextLong() ^ 0xcbf29ce484222325L));
        assertThat(FrameHash.key(5, "foobar"))
                .isEqualTo(mixed(new SplittableRandom(5).nextLong() ^ 0x85944171f73967e8L));
    }

    /** SplitMix64 adds its constant before it mixes. */
    private static long mixed(long value) {
        return new SplittableRandom(value - 0x9e3779b97f4a7c15L).nextLong();
    }

    @Test
    void unitsLieInZeroToOneAndAreSpreadEvenly() {
        int[] tenths = new int[10];
        for (int number = 0; number < 100_000; number++) {
            double unit = FrameHash.unit(1, "v", number);
            assertThat(unit).isGreaterThanOrEqualTo(0).isLessThan(1);
            tenths[(int) (unit * 10)]++;
        }
        // Ten cells of 10,000 +- 95: six sigma.
        assertThat(IntStream.of(tenths)).allMatch(count -> Math.abs(count - 10_000) < 570);
        long hash = FrameHash.of(1, "v", 3);
        assertThat(FrameHash.unit(1, "v", 3)).isEqualTo((hash >>> 11) / 9007199254740992.0);
    }
}
