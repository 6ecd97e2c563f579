package io.nvvideo.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecheckTest {
    private static final int FRAMES = 40;
    private static final int GOP = 4;

    private final Recheck recheck = new Recheck(index());

    /** A key frame every four, stored as they are shown. */
    private static FrameIndex index() {
        PacketTable.Builder packets = new PacketTable.Builder();
        int[] order = IntStream.range(0, FRAMES).toArray();
        long[] pts = new long[order.length];
        for (int p = 0; p < order.length; p++) {
            pts[p] = p * 10L;
            packets.add(pts[p], pts[p], 10, p * 100L, 100, p % GOP == 0, false, false, false);
        }
        return new FrameIndex(new Rational(1, 100), packets.build(), order, order.clone(), pts, 0);
    }

    @Test
    void itBeginsAtTheKeyFrameOfTheDamageAndOnce() {
        assertThat(recheck.begin(6, 6, 9)).isEqualTo(4);
        assertThat(recheck.isOn()).isTrue();
        assertThat(recheck.begin(6, 6, 7)).as("this is what it is").isNegative();
    }

    @Test
    void itBeginsEarlierWhereAnEarlierFrameIsStillToCome() {
        assertThat(recheck.begin(9, 7, 10)).isEqualTo(4);
    }

    @Test
    void itNeverBeginsBeforeDecodingDid() {
        recheck.begin(8);
        assertThat(recheck.begin(9, 3, 10)).isEqualTo(8);
    }

    @Test
    void itIsOverBehindAllThatTheDamageMayBeOf() {
        recheck.begin(6, 6, 9);
        assertThat(recheck.isOver(8)).isFalse();
        assertThat(recheck.isOver(9)).isTrue();
        recheck.begin(12);
        assertThat(recheck.isOn()).isFalse();
        assertThat(recheck.isOver(13)).isFalse();
    }

    @Test
    void damageBehindALaterKeyFrameIsDecodedFromThere() {
        recheck.begin(6, 6, 11);
        assertThat(recheck.begin(9, 9, 10)).isEqualTo(8);
        assertThat(recheck.begin(6, 9, 10)).as("it went on from there").isNegative();
    }

    @Test
    void itEndsWhateverIsDamaged() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Recheck any = new Recheck(index());
            any.begin(random.nextInt(FRAMES));
            int begun = 0;
            for (int i = 0; i < 1000; i++) {
                begun += any.begin(random.nextInt(FRAMES + 2) - 1, random.nextInt(FRAMES + 1) - 1, FRAMES) < 0 ? 0 : 1;
            }
            assertThat(begun).isBetween(1, FRAMES / GOP);
        }
    }

    @Test
    void theDecoderStaysExactWhereThatIsForNothingEachTime() {
        for (int i = 0; i < 3; i++) {
            assertThat(recheck.begin(i * GOP)).isFalse();
            assertThat(recheck.begin(i * GOP, i * GOP, i * GOP + 1)).isEqualTo(i * GOP);
            recheck.countFruitless();
        }
        assertThat(recheck.isOver(FRAMES)).isFalse();
        assertThat(recheck.begin(20)).isTrue();
        assertThat(recheck.begin(20, 20, 21)).isNegative();
    }
}
