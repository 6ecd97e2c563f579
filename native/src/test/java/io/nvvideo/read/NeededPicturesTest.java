package io.nvvideo.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.demux.KeptPictures;
import io.nvvideo.read.NeededPictures.Picture;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NeededPicturesTest {
    private static KeptPictures kept(long order, long... kept) {
        return new KeptPictures(order, kept, false, true, 128, true);
    }

    private static Picture unwanted(long order, long... kept) {
        return new Picture(false, false, kept(order, kept));
    }

    private static Picture wanted(long order, long... kept) {
        return new Picture(true, false, kept(order, kept));
    }

    /** All that can be reached from the wanted ones over what they keep: the definition, not the way it is computed. */
    private static BitSet reachable(List<Picture> pictures) {
        BitSet needed = new BitSet();
        for (int i = pictures.size() - 1; i >= 0; i--) {
            if (pictures.get(i).wanted() || needed.get(i)) {
                needed.set(i);
                for (int j = 0; j < i; j++) {
                    if (pictures.get(i).kept().keeps(pictures.get(j).kept().order())) {
                        needed.set(j);
                    }
                }
            }
        }
        return needed;
    }

    @Test
    void whatIsNeededIsWhatTheWantedOnesReach() {
        Random random = new Random(3);
        int left = 0;
        for (int stream = 0; stream < 2000; stream++) {
            List<Picture> pictures = new ArrayList<>();
            List<Long> alive = new ArrayList<>();
            for (long order = 0; order < 12; order++) {
                // Each keeps some of what the one before kept, and of that one itself.
                alive.removeIf(any -> random.nextInt(3) == 0);
                long[] kept = alive.stream().mapToLong(each -> each).toArray();
                pictures.add(random.nextInt(4) == 0 ? wanted(order, kept) : unwanted(order, kept));
                alive.add(order);
            }
            NeededPictures needed = new NeededPictures(pictures, true);
            BitSet reachable = reachable(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(needed.isNeeded(i)).as("%s of %s", i, pictures).isEqualTo(reachable.get(i));
                left += reachable.get(i) ? 0 : 1;
            }
        }
        assertThat(left).isGreaterThan(1000);
    }

    @Test
    void whatIsBehindTheLastOneMayNeedAnythingThatIsStillKept() {
        List<Picture> pictures = List.of(unwanted(1, 0), unwanted(2, 0, 1), unwanted(3, 2));
        assertThat(new NeededPictures(pictures, true).isNeeded(1)).isFalse();
        NeededPictures open = new NeededPictures(pictures, false);
        assertThat(open.isNeeded(2)).isTrue();
        assertThat(open.isNeeded(1)).isTrue();
        // Kept only for 2, which is needed.
        assertThat(open.isNeeded(0)).isTrue();
    }

    @Test
    void aPictureThatTellsNothingMayNeedAll() {
        Picture unknown = new Picture(false, true, null);
        assertThat(new NeededPictures(List.of(unwanted(1, 0), unknown), true).isNeeded(0))
                .isTrue();
        assertThat(new NeededPictures(List.of(unwanted(1, 0), unwanted(2, 0), unknown), true).isNeeded(0))
                .isFalse();
    }

    @Test
    void whatStandsBesideAPictureInItsPacketIsNotLeftOutWithIt() {
        KeptPictures withParameters = new KeptPictures(1, new long[] {0}, false, true, 128, false);
        List<Picture> pictures = List.of(new Picture(false, false, withParameters), unwanted(2, 0));
        assertThat(new NeededPictures(pictures, true).isNeeded(0)).isTrue();
    }

    @Test
    void noPictureIsLeftOutByWhichTheDecoderWouldCountWrongly() {
        // The order is told by its low bits: it must be less than 128 from the last picture that the decoder has seen.
        NeededPictures near = new NeededPictures(List.of(unwanted(100, 0), wanted(120, 0)), true);
        assertThat(near.canLeaveOut(0, true, 0)).isTrue();
        assertThat(near.canLeaveOut(0, false, 0)).isFalse();
        NeededPictures far = new NeededPictures(List.of(unwanted(100, 0), wanted(128, 0)), true);
        assertThat(far.isNeeded(0)).isFalse();
        assertThat(far.canLeaveOut(0, true, 0)).isFalse();
    }

    @Test
    void anInstantRefreshKeepsNothing() {
        KeptPictures refresh = new KeptPictures(0, LongStream.empty().toArray(), true, true, 128, false);
        List<Picture> pictures = List.of(unwanted(0), new Picture(true, false, refresh), wanted(1, 0));
        assertThat(new NeededPictures(pictures, false).isNeeded(0)).isFalse();
    }
}
