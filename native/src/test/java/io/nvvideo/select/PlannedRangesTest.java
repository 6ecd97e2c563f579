package io.nvvideo.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import io.nvvideo.select.DecodePlan.Skip;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannedRangesTest {
    private static final int SIZE = 1000;

    /** Packets of 1000 bytes, one every {@code distance} bytes; every {@code gop}-th one a key frame. */
    private static FrameIndex index(int count, int gop, long distance) {
        PacketTable.Builder packets = new PacketTable.Builder();
        for (int p = 0; p < count; p++) {
            packets.add(p, p, 1, distance < 0 ? -1 : p * distance, SIZE, p % gop == 0, false, false, false);
        }
        int[] order = IntStream.range(0, count).toArray();
        long[] pts = IntStream.range(0, count).asLongStream().toArray();
        return new FrameIndex(new Rational(1, 25), packets.build(), order, order.clone(), pts, 1);
    }

    private static ByteRanges ranges(FrameIndex index, boolean exact, Skip skip, int... frames) {
        return Planner.plan(index, frames, skip).ranges(index, exact);
    }

    private static ByteRanges of(long... bounds) {
        long[] starts = IntStream.range(0, bounds.length / 2)
                .mapToLong(i -> bounds[2 * i])
                .toArray();
        long[] ends = IntStream.range(0, bounds.length / 2)
                .mapToLong(i -> bounds[2 * i + 1])
                .toArray();
        return ByteRanges.join(starts, ends, 0);
    }

    @Test
    void aRunNeedsAllItsPacketsEvenThoseThatMayBeSkipped() {
        FrameIndex index = index(10, 5, SIZE);
        assertThat(ranges(index, true, Skip.DISPOSABLE, 7)).isEqualTo(of(5000, 8000));
        assertThat(ranges(index, true, Skip.NOTHING, 0, 7)).isEqualTo(of(0, 8000));
    }

    @Test
    void picturesDecodedByThemselvesNeedTheirOwnBytesAlone() {
        FrameIndex index = index(10, 1, 100_000);
        assertThat(ranges(index, true, Skip.UNWANTED, 2, 7)).isEqualTo(of(200_000, 201_000, 700_000, 701_000));
    }

    @Test
    void gapsThatAreSmallerThan64KilobytesAreReadThrough() {
        long gap = DecodePlan.MAX_GAP_BYTES;
        assertThat(ranges(index(2, 1, SIZE + gap - 1), true, Skip.UNWANTED, 0, 1))
                .isEqualTo(of(0, 2 * SIZE + gap - 1));
        assertThat(ranges(index(2, 1, SIZE + gap), true, Skip.UNWANTED, 0, 1).count())
                .isEqualTo(2);
    }

    @Test
    void whereSizesSayLittleARangeEndsWithTheNextPacket() {
        FrameIndex index = index(10, 5, 100_000);
        assertThat(ranges(index, false, Skip.NOTHING, 0)).isEqualTo(of(0, 100_000));
        assertThat(ranges(index, false, Skip.NOTHING, 9)).isEqualTo(of(500_000, Long.MAX_VALUE));
    }

    @Test
    void unknownPositionsGiveNoRanges() {
        assertThat(ranges(index(3, 1, -1), true, Skip.NOTHING, 1)).isEqualTo(ByteRanges.NONE);
        assertThat(ranges(index(3, 1, SIZE), true, Skip.NOTHING)).isEqualTo(ByteRanges.NONE);
    }

    @Test
    void aByteIsFoundInItsRange() {
        ByteRanges ranges = of(10, 20, 30, 40);
        assertThat(IntStream.of(9, 10, 19, 20, 29, 30, 39, 40).map(ranges::rangeAt))
                .containsExactly(-1, 0, 0, -1, -1, 1, 1, -1);
        assertThat(ByteRanges.join(new long[] {30, 10, 15}, new long[] {40, 20, 12}, 10))
                .isEqualTo(of(10, 20, 30, 40));
        assertThat(ByteRanges.join(new long[] {30, 10}, new long[] {40, 21}, 10))
                .isEqualTo(of(10, 40));
    }
}
