package io.nvvideo.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import io.nvvideo.select.DecodePlan.Run;
import io.nvvideo.select.DecodePlan.Skip;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    /** Packets in decode order by their presentation position; capital letters of {@code types} are key frames. */
    private static FrameIndex index(String types, int... presentation) {
        PacketTable.Builder packets = new PacketTable.Builder();
        for (int p = 0; p < presentation.length; p++) {
            boolean key = Character.isUpperCase(types.charAt(p));
            packets.add(presentation[p] * 10L, p * 10L, 10, p * 100L, 100, key, false, false, false);
        }
        int[] order = IntStream.range(0, presentation.length)
                .boxed()
                .sorted(Comparator.comparingInt(p -> presentation[p]))
                .mapToInt(p -> p)
                .toArray();
        long[] pts = Arrays.stream(order).mapToLong(p -> presentation[p] * 10L).toArray();
        return new FrameIndex(new Rational(1, 100), packets.build(), order, order.clone(), pts, 0);
    }

    /** Three closed GOPs of three frames: I p p. */
    private static FrameIndex closed() {
        return index("IppIppIpp", 0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** An open GOP: I p b b, then a key frame whose leading pictures are stored behind it: I b b p. */
    private static FrameIndex open() {
        return index("IpbbIbbp", 0, 3, 1, 2, 6, 4, 5, 7);
    }

    private static DecodePlan plan(FrameIndex index, int[] frames) {
        return Planner.plan(index, frames, Skip.NOTHING);
    }

    private static Run run(int first, int last, int... keep) {
        return new Run(first, last, keep, Skip.NOTHING);
    }

    @Test
    void everythingIsOneRunFromTheFirstPacketToTheLast() {
        int[] all = Planner.frames(closed(), Selection.all());
        assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(plan(closed(), all).runs()).containsExactly(run(0, 8, all));
        assertThat(plan(open(), Planner.frames(open(), Selection.all())).runs())
                .containsExactly(run(0, 7, IntStream.range(0, 8).toArray()));
    }

    @Test
    void aFrameStartsAtItsKeyFrameAndEndsWithItsPacket() {
        assertThat(plan(closed(), new int[] {4}).runs()).containsExactly(run(3, 4, 4));
        assertThat(plan(closed(), new int[] {6}).runs()).containsExactly(run(6, 6, 6));
    }

    @Test
    void leadingPicturesOfAnOpenGopBelongToTheKeyFrameBefore() {
        assertThat(plan(open(), new int[] {4}).runs()).containsExactly(run(0, 5, 4));
        assertThat(plan(open(), new int[] {6}).runs()).containsExactly(run(4, 4, 6));
        assertThat(plan(open(), new int[] {7}).runs()).containsExactly(run(4, 7, 7));
    }

    @Test
    void neighboursShareARunAndGapsAreJumped() {
        assertThat(plan(closed(), new int[] {8, 1, 1, 2}).runs()).containsExactly(run(0, 2, 1, 2), run(6, 8, 8));
        assertThat(plan(closed(), new int[] {2, 3}).runs()).containsExactly(run(0, 3, 2, 3));
        DecodePlan plan = plan(closed(), new int[] {0, 8});
        assertThat(plan.frameCount()).isEqualTo(2);
        assertThat(plan.packetCount()).isEqualTo(4);
    }

    @Test
    void aStreamWithoutKeyFramesIsDecodedFromItsBeginning() {
        assertThat(plan(index("ppp", 0, 1, 2), new int[] {2}).runs()).containsExactly(run(0, 2, 2));
    }

    @Test
    void slicesMeanWhatTheyMeanInPython() {
        FrameIndex index = closed();
        assertThat(slice(index, 2, 5, 1)).containsExactly(2, 3, 4);
        assertThat(slice(index, -3, null, 1)).containsExactly(6, 7, 8);
        assertThat(slice(index, null, -7, 1)).containsExactly(0, 1);
        assertThat(slice(index, null, null, 4)).containsExactly(0, 4, 8);
        assertThat(slice(index, null, null, -4)).containsExactly(8, 4, 0);
        assertThat(slice(index, 5, 2, -1)).containsExactly(5, 4, 3);
        assertThat(slice(index, 100, 200, 1)).isEmpty();
        assertThat(slice(index, -100, 2, 1)).containsExactly(0, 1);
        assertThat(slice(index, 5, 5, 1)).isEmpty();
        assertThat(slice(index, 100, 6, -1)).containsExactly(8, 7);
        assertThatThrownBy(() -> new Selection.Slice(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] slice(FrameIndex index, Integer from, Integer to, int step) {
        return Planner.frames(index, new Selection.Slice(from, to, step));
    }

    @Test
    void timesMeanTheFrameOnDisplay() {
        FrameIndex index = closed();
        assertThat(Planner.frames(index, Selection.times(0, 0.1, 0.19, 0.2, 99)))
                .containsExactly(0, 1, 1, 2, 8);
        assertThatThrownBy(() -> Planner.frames(index, Selection.times(-0.01)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("first frame");
        assertThatThrownBy(() -> Planner.frames(index, Selection.times(Double.NaN)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void negativeIndicesCountFromTheEnd() {
        assertThat(Planner.frames(closed(), Selection.indices(-1, 0, -9, 3, 3))).containsExactly(8, 0, 0, 3, 3);
        assertThatThrownBy(() -> Planner.frames(closed(), Selection.indices(9)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("9 frames");
    }

    @Test
    void whatCannotBeDecodedFromAKeyFrameIsTriedFromTheOneBefore() {
        assertThat(Planner.earlierStart(closed(), 6)).isEqualTo(3);
        assertThat(Planner.earlierStart(closed(), 3)).isZero();
        assertThat(Planner.earlierStart(closed(), 0)).isZero();
    }

    @Test
    void aPartOfTheFileOwnsTheFramesWhoseDecodingStartsInIt() {
        FrameIndex index = open();
        int[] all = Planner.frames(index, Selection.all());
        // The leading pictures 4 and 5 lie behind the key frame at byte 400, and need the one at byte 0.
        assertThat(Planner.owned(index, all, 0, 400)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Planner.owned(index, all, 400, 401)).containsExactly(6, 7);
        assertThat(Planner.owned(index, all, 401, Long.MAX_VALUE)).isEmpty();
        assertThat(Planner.owned(index, new int[] {7, 1, 6}, 1, Long.MAX_VALUE)).containsExactly(7, 6);
    }

    @Test
    void overAnyPartsEveryFrameIsOwnedOnce() {
        FrameIndex[] indices = {open(), closed(), index("ppp", 0, 1, 2), index("IppIpp", 0, 2, 1, 4, 5, 3)};
        for (FrameIndex index : indices) {
            int[] all = Planner.frames(index, Selection.all());
            for (long part : new long[] {1, 7, 99, 100, 101, 350, 10_000}) {
                int[] counts = new int[all.length];
                for (long from = 0; from < 10_000; from += part) {
                    long to = from + part >= 10_000 ? Long.MAX_VALUE : from + part;
                    for (int frame : Planner.owned(index, all, from, to)) {
                        counts[frame]++;
                    }
                }
                assertThat(counts).containsOnly(1);
            }
        }
    }

    @Test
    void framesWhosePlaceIsUnknownBelongToTheFirstByte() {
        PacketTable.Builder packets = new PacketTable.Builder();
        for (int p = 0; p < 3; p++) {
            packets.add(p, p, 1, -1, 10, true, false, false, false);
        }
        int[] order = {0, 1, 2};
        FrameIndex index =
                new FrameIndex(new Rational(1, 25), packets.build(), order, order.clone(), new long[] {0, 1, 2}, 1);
        assertThat(Planner.owned(index, order, 0, 1)).containsExactly(0, 1, 2);
        assertThat(Planner.owned(index, order, 1, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void anIndexKnowsAboutHowLargeItIs() {
        // Per frame: five numbers of a packet and its flags, three of a frame, one of the way back; and the key frames.
        assertThat(closed().sizeInBytes()).isBetween(9 * (37L + 16 + 4), 9 * (37L + 16 + 4) + 600);
    }

    @Test
    void onlyRunsWithUnwantedPicturesAreLookedAtForDisposableOnes() {
        assertThat(Planner.plan(open(), new int[] {3, 6}, Skip.DISPOSABLE).runs())
                .containsExactly(new Run(0, 1, new int[] {3}, Skip.DISPOSABLE), run(4, 4, 6));
        assertThat(Planner.plan(closed(), new int[] {3, 4, 8}, Skip.DISPOSABLE).runs())
                .containsExactly(run(3, 4, 3, 4), new Run(6, 8, new int[] {8}, Skip.DISPOSABLE));
    }

    @Test
    void picturesThatAreAllDecodedByThemselvesAreOneRunOfTheWantedOnes() {
        FrameIndex intra = index("IIIIII", 0, 1, 2, 3, 4, 5);
        DecodePlan plan = Planner.plan(intra, new int[] {4, 1}, Skip.UNWANTED);
        assertThat(plan.runs()).containsExactly(new Run(1, 4, new int[] {1, 4}, Skip.UNWANTED));
        assertThat(plan.packetCount()).isEqualTo(2);
        assertThat(Planner.plan(intra, new int[0], Skip.UNWANTED).runs()).isEmpty();
        // The container's word that one of them is none counts more than the codec's promise.
        assertThat(Planner.plan(closed(), new int[] {1, 7}, Skip.UNWANTED).runs())
                .containsExactly(run(0, 1, 1), run(6, 7, 7));
    }
}
