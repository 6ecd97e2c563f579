package io.nvvideo.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SentParametersTest {
    private static final String WITH_START_CODES = "";
    /** An AVCDecoderConfigurationRecord whose packets have lengths of two bytes. */
    private static final String WITH_LENGTHS = "01 42 c0 1e fd e0 00";
    /** The same with the sequence parameter set 0. */
    private static final String WITH_A_SET = "01 42 c0 1e fd e1 0005 6742c01ec0 00";

    /** Picture parameter sets, by number and contents; the numbers are Exp-Golomb codes: 1, 010, 011. */
    private static final String PICTURE_0 = "68c1";

    private static final String OTHER_PICTURE_0 = "68c2";
    private static final String PICTURE_1 = "6841";

    private static final String SEQUENCE_0 = "6742c01ec0";
    private static final String OTHER_SEQUENCE_0 = "6742c01ea0";
    private static final String SLICE = "000001 6533";

    private final SentParameters h264 = sent(AV_CODEC_ID_H264, WITH_START_CODES);

    @Test
    void setsAreGivenAgainInTheFormOfThePackets() {
        see(h264, "00000001 6742c01ec0 00000001 68c1 000001 6533 00", 0);
        assertThat(h264.before(9)).isEqualTo(bytes("00000001 6742c01ec0 00000001 68c1"));
        SentParameters inMp4 = sent(AV_CODEC_ID_H264, WITH_LENGTHS);
        see(inMp4, "0005 6742c01ec0 0002 68c1 0002 6533", 0);
        assertThat(inMp4.before(9)).isEqualTo(bytes("0005 6742c01ec0 0002 68c1"));
    }

    @Test
    void whatOthersReferToComesFirst() {
        seeSets(h264, 0, PICTURE_0);
        seeSets(h264, 1, SEQUENCE_0, PICTURE_1);
        assertThat(h264.before(9)).isEqualTo(sets(SEQUENCE_0, PICTURE_0, PICTURE_1));
        SentParameters hevc = sent(AV_CODEC_ID_HEVC, WITH_START_CODES);
        String sequence = "4201 01 010101 010101 010101 010101 80";
        see(hevc, "000001 4401c1 000001 " + sequence + " 000001 40010c 000001 2601dd", 0);
        assertThat(hevc.before(9)).isEqualTo(sets("40010c", sequence, "4401c1"));
    }

    @Test
    void theLastSetOfANumberHolds() {
        seeSets(h264, 0, PICTURE_0, PICTURE_1);
        seeSets(h264, 10, OTHER_PICTURE_0);
        seeSets(h264, 20, PICTURE_0);
        assertThat(h264.before(5)).isEqualTo(sets(PICTURE_0, PICTURE_1));
        assertThat(h264.before(15)).isEqualTo(sets(OTHER_PICTURE_0, PICTURE_1));
        assertThat(h264.before(25)).isEqualTo(sets(PICTURE_0, PICTURE_1));
    }

    @Test
    void allSetsAreGivenAgainWhereAnyIs() {
        SentParameters inMp4 = sent(AV_CODEC_ID_H264, WITH_A_SET);
        see(inMp4, "0002 6533", 3);
        assertThat(inMp4.before(4)).isEmpty();
        see(inMp4, "0002 68c1 0002 6533", 5);
        assertThat(inMp4.before(5)).isEmpty();
        assertThat(inMp4.before(6)).isEqualTo(bytes("0005 6742c01ec0 0002 68c1"));
    }

    @Test
    void setsThatComeWithExtradataAreNotGivenAfterIt() {
        seeSets(h264, 0, SEQUENCE_0, PICTURE_0);
        h264.see(bytes("01 42 c0 1e fd e1 0005 6742c01ea0 00"), hex(""), 5);
        assertThat(h264.before(5)).isEqualTo(bytes("0002 68c1"));
    }

    @Test
    void aDecoderIsOutdatedWhereASetHoldsThatAnotherOneHasReplaced() {
        seeSets(h264, 0, SEQUENCE_0, PICTURE_0);
        seeSets(h264, 30, SEQUENCE_0, OTHER_PICTURE_0);
        assertThat(h264.isOutdatedAt(31)).isFalse();
        assertThat(h264.isOutdatedAt(5)).isTrue();
        h264.reopened(5);
        assertThat(h264.isOutdatedAt(5)).isFalse();
        assertThat(h264.isOutdatedAt(31)).isTrue();
    }

    @Test
    void aPacketThatBringsItsSetsBringsADecoderUpToDate() {
        seeSets(h264, 0, SEQUENCE_0, PICTURE_0);
        seeSets(h264, 30, OTHER_SEQUENCE_0, OTHER_PICTURE_0);
        seeSets(h264, 0, SEQUENCE_0, PICTURE_0);
        assertThat(h264.isOutdatedAt(0)).isFalse();
        assertThat(h264.isOutdatedAt(31)).isTrue();
    }

    @Test
    void whatTheContainerKeepsHoldsWhereNoPacketBroughtAnother() {
        SentParameters inMp4 = sent(AV_CODEC_ID_H264, WITH_A_SET);
        see(inMp4, "0005 6742c01ec0", 30);
        assertThat(inMp4.isOutdatedAt(3)).isFalse();
        see(inMp4, "0005 6742c01ea0", 40);
        assertThat(inMp4.isOutdatedAt(3)).isTrue();
        inMp4.reopened(3);
        assertThat(inMp4.isOutdatedAt(3)).isFalse();
        assertThat(inMp4.before(3)).isEmpty();
    }

    @Test
    void whatIsBehindThePictureIsNotLookedAt() {
        see(h264, "000001 09f0 000001 0633 000001 6133 000001 68c1", 0);
        assertThat(h264.before(9)).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsForgotten() {
        seeSets(h264, 3, PICTURE_0);
        seeSets(h264, 4, PICTURE_0, PICTURE_1);
        h264.forget(4);
        assertThat(h264.before(9)).isEqualTo(sets(PICTURE_0));
    }

    @Test
    void whereReadingBeginsAgainNothingFromBehindIsKnown() {
        seeSets(h264, 3, PICTURE_0);
        seeSets(h264, 7, PICTURE_1);
        h264.see(bytes(WITH_LENGTHS), hex(""), 8);
        assertThat(h264.before(7)).isEqualTo(sets(PICTURE_0));
        assertThat(h264.extradata(7)).isNull();
        h264.forgetFrom(7);
        assertThat(h264.before(9)).isEqualTo(sets(PICTURE_0));
        assertThat(h264.extradata(9)).isNull();
    }

    @Test
    void theLastExtradataCounts() {
        String other = "01 64 00 1f ff e1 0005 6742c01ea0 00";
        h264.see(bytes(WITH_A_SET), hex(""), 3);
        h264.see(bytes(other), hex(""), 5);
        see(h264, "00000002 6861 00000002 6533", 6);
        assertThat(h264.extradata(4)).isEqualTo(bytes(WITH_A_SET));
        assertThat(h264.before(4)).isEqualTo(bytes("0005 6742c01ec0"));
        assertThat(h264.extradata(7)).isEqualTo(bytes(other));
        assertThat(h264.before(7)).isEqualTo(bytes("00000005 6742c01ea0 00000002 6861"));
        assertThat(h264.isOutdatedAt(4)).isTrue();
    }

    @Test
    void damagedPacketsAreNoTrouble() {
        for (String form : new String[] {WITH_START_CODES, WITH_LENGTHS}) {
            for (String packet : new String[] {
                "",
                "00",
                "0000",
                "000001",
                "00000100000100",
                "ffff67",
                "0000000000",
                "000267c1ff",
                "0001 67 0009 68 00",
                "000001 68 000001 6800 000001 6742",
                "0001 68 0002 6800 0000 0001 67"
            }) {
                SentParameters sent = sent(AV_CODEC_ID_H264, form);
                see(sent, packet, 0);
                assertThat(sent.before(9)).isEmpty();
            }
        }
    }

    @Test
    void damagedStreamsWithManySetsTakeLittleMemory() {
        byte[] packet = new byte[100_000];
        Arrays.fill(packet, (byte) 0x55);
        System.arraycopy(bytes("000001 68c1"), 0, packet, 0, 5);
        for (int i = 0; i < 100; i++) {
            packet[packet.length - 1] = (byte) (1 + i);
            h264.see(null, ByteBuffer.wrap(packet), i);
        }
        assertThat(h264.before(90)).isEmpty();
        assertThat(h264.before(100)).hasSize(100_000 + 1);
    }

    @Test
    void ofOtherCodecsNothingIsRead() {
        SentParameters vp9 = sent(AV_CODEC_ID_VP9, WITH_START_CODES);
        see(vp9, "000001 68c1", 0);
        assertThat(vp9.before(9)).isEmpty();
    }

    private static SentParameters sent(int codec, String extradata) {
        return SentParameters.of(codec, hex(extradata));
    }

    private static void seeSets(SentParameters sent, int number, String... sets) {
        see(sent, "000001" + String.join("000001", sets) + SLICE, number);
    }

    private static void see(SentParameters sent, String packet, int number) {
        sent.see(null, hex(packet), number);
    }

    private static byte[] sets(String... sets) {
        return bytes("00000001" + String.join("00000001", sets));
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
