package io.nvvideo.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Parameter sets written bit by bit after Rec. ITU-T H.265, 7.3.2 and annex E. */
class HevcSetBoundsTest {
    private static final String PROFILE = "01".repeat(48);
    private static final String VIDEO = "0000 11 000000 000 1" + "1".repeat(16) + PROFILE + "1 111 000001";
    /** 64x64 in 4:2:0, 8 bits, no sets of reference pictures, and no VUI yet. */
    private static final String SEQUENCE =
            "0000 000 1" + PROFILE + "1 010 0000001000000 0000001000000 0 1 1 00101 1 111 1 1 1 1 1 1 0 0 0 0 1 0 0 0";

    private static final String NO_TIMING_BEFORE = "0 0 0 0 000 0";
    private static final String TIMING = "1" + "01".repeat(32) + "0";
    private static final String ONE_BUFFER = "1 0 0" + "01".repeat(11) + "0" + "1 1" + "1" + "1 1 0";

    private static boolean holds(String header, String bits) {
        String all = header + bits.replace(" ", "") + "1";
        String whole = all + "0".repeat((8 - all.length() % 8) % 8);
        byte[] bytes = new BigInteger("1" + whole, 2).toByteArray();
        return HevcSetBounds.hold(ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice());
    }

    private static boolean videoHolds(String bits) {
        return holds("0100000000000001", VIDEO + bits);
    }

    private static boolean sequenceHolds(String bits) {
        return holds("0100001000000001", SEQUENCE + bits);
    }

    private static String golomb(long value) {
        String digits = Long.toBinaryString(value + 1);
        return "0".repeat(digits.length() - 1) + digits;
    }

    @Test
    void layerSetsAreAsManyAsTheirNumbersCanTell() {
        assertThat(videoHolds("1 0 0")).isTrue();
        assertThat(videoHolds(golomb(1023) + "10".repeat(1023) + "0 0")).isTrue();
        assertThat(videoHolds(golomb(1024) + "10".repeat(1024) + "0 0")).isFalse();
        assertThat(videoHolds(golomb(0xffff_ffffL) + "10".repeat(40))).isFalse();
    }

    @Test
    void aVideoParameterSetThatIsCutOffDoesNotHold() {
        assertThat(videoHolds(golomb(1023) + "10".repeat(20))).isFalse();
    }

    /** That of layers without a kind is read without an end, too. */
    @Test
    void aVideoParameterSetThatDescribesOtherLayersDoesNotHold() {
        assertThat(videoHolds("1 0 1")).isFalse();
    }

    @Test
    void buffersAreDescribedForAsManyLayerSetsAsThereAre() {
        String one = "1" + ONE_BUFFER;
        assertThat(videoHolds("1" + TIMING + "010" + one + "0")).isTrue();
        assertThat(videoHolds("1" + TIMING + "011" + one + "0")).isFalse();
    }

    @Test
    void aSequenceParameterSetDescribesAtMostThirtyTwoBuffers() {
        String before = "1" + NO_TIMING_BEFORE + TIMING + "1" + "0 0" + "1 1";
        assertThat(sequenceHolds("0")).isTrue();
        assertThat(sequenceHolds("1" + NO_TIMING_BEFORE + "0")).isTrue();
        assertThat(sequenceHolds(before + golomb(31))).isTrue();
        assertThat(sequenceHolds(before + golomb(32))).isFalse();
        assertThat(sequenceHolds(before + golomb(0xffff_fffeL))).isFalse();
    }

    @Test
    void otherUnitsAreNotLookedAt() {
        assertThat(HevcSetBounds.hold(ByteBuffer.wrap(new byte[] {0x26, 1, 0, 0})))
                .isTrue();
        assertThat(HevcSetBounds.hold(ByteBuffer.allocate(0))).isTrue();
    }
}
