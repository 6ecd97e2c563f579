package io.nvvideo.demux;

import static io.nvvideo.media.FrameIndex.NO_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.ffmpeg.PictureParser.Picture;
import io.nvvideo.ffmpeg.PictureParser.Structure;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameIndexBuilderTest {
    private static final Rational TIME_BASE = new Rational(1, 100);

    private final PacketTable.Builder packets = new PacketTable.Builder();
    private final List<Picture> pictures = new ArrayList<>();

    private void packet(long pts, long dts, boolean key) {
        packets.add(pts, dts, 4, -1, 100, key, false, false, false);
    }

    private void picture(Structure structure, int order, boolean bidirectional) {
        pictures.add(new Picture(structure, order, bidirectional, false));
    }

    private static long[] pts(FrameIndex index) {
        long[] pts = new long[index.frameCount()];
        for (int i = 0; i < pts.length; i++) {
            pts[i] = index.pts(i);
        }
        return pts;
    }

    private static int[] order(FrameIndex index) {
        int[] order = new int[index.frameCount()];
        for (int i = 0; i < order.length; i++) {
            order[i] = index.packetOfFrame(i);
        }
        return order;
    }

    @Test
    void framesAreInTheOrderOfTheirTimes() {
        packet(0, -8, true);
        packet(12, -4, false);
        packet(4, 0, false);
        packet(8, 4, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(pts(index)).containsExactly(0, 4, 8, 12);
        assertThat(order(index)).containsExactly(0, 2, 3, 1);
        assertThat(index.frameOfPacket(1)).isEqualTo(3);
        assertThat(index.dts(0)).isEqualTo(-8);
        assertThat(index.summary().maxGop()).isEqualTo(4);
    }

    @Test
    void discardedAndHiddenPacketsHaveNoFrame() {
        packets.add(0, 0, 4, 0, 100, true, true, false, false);
        packets.add(4, 4, 4, 100, 100, false, false, false, false);
        packets.add(8, 8, 4, 200, 100, false, false, true, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(order(index)).containsExactly(1);
        assertThat(index.frameOfPacket(0)).isEqualTo(-1);
        assertThat(index.frameOfPacket(2)).isEqualTo(-1);
    }

    @Test
    void twoFieldsAreOneFrame() {
        packet(0, 0, true);
        packet(NO_TIMESTAMP, NO_TIMESTAMP, false);
        packet(8, 8, false);
        picture(Structure.TOP_FIELD, 0, false);
        picture(Structure.BOTTOM_FIELD, 1, false);
        picture(Structure.FRAME, 2, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), pictures);
        assertThat(order(index)).containsExactly(0, 2);
        assertThat(index.lastPacketOfFrame(0)).isEqualTo(1);
        assertThat(index.duration(0)).isEqualTo(8);
    }

    @Test
    void withoutTimestampsThePictureOrderDecidesAndTheFirstDurationGivesTimes() {
        for (int gop = 0; gop < 2; gop++) {
            packet(NO_TIMESTAMP, NO_TIMESTAMP, true);
            packet(NO_TIMESTAMP, NO_TIMESTAMP, false);
            packet(NO_TIMESTAMP, NO_TIMESTAMP, false);
            picture(Structure.FRAME, 0, false);
            picture(Structure.FRAME, 4, false);
            picture(Structure.FRAME, 2, true);
        }
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), pictures);
        assertThat(order(index)).containsExactly(0, 2, 1, 3, 5, 4);
        assertThat(pts(index)).containsExactly(0, 4, 8, 12, 16, 20);
        assertThat(index.duration(5)).isEqualTo(4);
    }

    @Test
    void timesThatOnlyDecodeAreGivenOutInPictureOrder() {
        packet(0, 0, true);
        packet(4, 4, false);
        packet(8, 8, false);
        picture(Structure.FRAME, 0, false);
        picture(Structure.FRAME, 4, false);
        picture(Structure.FRAME, 2, true);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), pictures);
        assertThat(order(index)).containsExactly(0, 2, 1);
        assertThat(pts(index)).containsExactly(0, 4, 8);
    }

    @Test
    void missingTimesFollowFromDecodingTimes() {
        packet(4, 0, true);
        packet(NO_TIMESTAMP, 4, false);
        packet(NO_TIMESTAMP, 8, false);
        packet(NO_TIMESTAMP, 12, false);
        picture(Structure.FRAME, 0, false);
        picture(Structure.FRAME, 0, false);
        picture(Structure.FRAME, 0, true);
        picture(Structure.FRAME, 0, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), pictures);
        assertThat(order(index)).containsExactly(0, 2, 1, 3);
        assertThat(pts(index)).containsExactly(4, 8, 12, 16);
    }

    @Test
    void aFrameLastsUntilTheNextOneIsShown() {
        // Decoding times as far apart as the packets say, presentation times as far as they are seen.
        packets.add(0, -9, 12, -1, 100, true, false, false, false);
        packets.add(12, 3, 1, -1, 100, false, false, false, false);
        packets.add(4, 4, 1, -1, 100, false, false, false, false);
        packets.add(8, 5, 1, -1, 100, false, false, false, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(index.duration(0)).isEqualTo(4);
        assertThat(index.duration(2)).isEqualTo(4);
        assertThat(index.duration(3)).as("as long as the one before").isEqualTo(4);
    }

    @Test
    void theLastFrameLastsAsLongAsItsPacketSaysWhereTheOthersAreRight() {
        packets.add(0, 0, 4, -1, 100, true, false, false, false);
        packets.add(4, 4, 4, -1, 100, false, false, false, false);
        packets.add(8, 8, 7, -1, 100, false, false, false, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(index.duration(1)).isEqualTo(4);
        assertThat(index.duration(2)).isEqualTo(7);
    }

    @Test
    void anEmptyStreamHasNoFrames() {
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(index.frameCount()).isZero();
        assertThat(index.frameAt(0)).isEqualTo(-1);
        assertThat(index.keyFrameAtOrBefore(0)).isEqualTo(-1);
        assertThat(index.summary().firstPts()).isNull();
    }

    @Test
    void timestampsAtTheEndsOfTheirRangeAreFarApart() {
        packet(Long.MIN_VALUE + 1, 0, true);
        packet(Long.MAX_VALUE - 1, 1, false);
        packet(Long.MAX_VALUE, 2, false);
        FrameIndex index = FrameIndexBuilder.build(TIME_BASE, packets.build(), null);
        assertThat(pts(index)).isSorted();
        assertThat(index.summary().variableFrameRate()).isTrue();
    }
}
