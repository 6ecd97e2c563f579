package io.nvvideo.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Packets 0 to 9 with a key frame at 0 and at 4; packets 5 and 6 are shown before the second one. */
class FeedDamageTest {
    private static final long[] PTS = {0, 1, 2, 3, 6, 4, 5, 7, 8, 9};

    private final FeedDamage damage = new FeedDamage();

    private void feedUpTo(int packet) {
        for (int p = fed; p <= packet; p++) {
            damage.feed(p, PTS[p], p % 4 == 0 && p < 8);
        }
        fed = packet + 1;
    }

    private int fed;

    private boolean reaches(int packet) {
        return damage.reaches(packet, PTS[packet], false);
    }

    @Test
    void itReachesWhatFollowsUpToTheNextKeyFrame() {
        feedUpTo(1);
        assertThat(reaches(0)).isFalse();
        damage.fail();
        feedUpTo(9);
        assertThat(reaches(2)).isTrue();
        assertThat(reaches(3)).isTrue();
        assertThat(reaches(5)).as("shown before the next key frame").isTrue();
        assertThat(reaches(4)).isFalse();
        assertThat(reaches(7)).isFalse();
    }

    @Test
    void aPictureThatCameDamagedReachesThoseBehindItToo() {
        feedUpTo(3);
        assertThat(damage.reaches(1, PTS[1], true)).isTrue();
        assertThat(reaches(3)).isTrue();
    }

    @Test
    void noneBehindAKeyFrameIsPredictedFromWhatIsShownBeforeIt() {
        feedUpTo(5);
        damage.fail();
        feedUpTo(9);
        assertThat(reaches(6)).isTrue();
        assertThat(reaches(4)).isFalse();
        assertThat(reaches(8)).isFalse();
    }

    @Test
    void aDamagedKeyFrameReachesAllOfItsOwn() {
        feedUpTo(4);
        damage.fail();
        feedUpTo(9);
        assertThat(reaches(3)).isFalse();
        assertThat(reaches(7)).isTrue();
        assertThat(reaches(9)).isTrue();
    }

    @Test
    void aPictureWithoutAPacketIsTakenForTheLastOne() {
        feedUpTo(2);
        damage.fail();
        assertThat(damage.reaches(-1, PTS[2], false)).isTrue();
    }
}
