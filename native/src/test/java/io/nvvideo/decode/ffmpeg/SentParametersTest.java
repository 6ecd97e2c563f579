package io.nvvideo.decode.ffmpeg;

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
    private static final String WITH_LENGTHS = "01 42 c0 1e fd e0";

    private final SentParameters h264 = sent(AV_CODEC_ID_H264, WITH_START_CODES);

    @Test
    void setsAreGivenAgainInTheFormOfThePackets() {
        h264.see(hex("00000001 6711 00000001 6822 000001 6533 00"), 0);
        assertThat(h264.asBytes()).isEqualTo(bytes("00000001 6711 00000001 6822"));
        SentParameters inMp4 = sent(AV_CODEC_ID_H264, WITH_LENGTHS);
        inMp4.see(hex("0002 6711 0003 682200 0002 6533"), 0);
        assertThat(inMp4.asBytes()).isEqualTo(bytes("0002 6711 0003 682200"));
    }

    @Test
    void whatOthersReferToComesFirst() {
        h264.see(hex("000001 6811 000001 6533"), 0);
        h264.see(hex("000001 6722 000001 6833 000001 6533"), 1);
        assertThat(h264.asBytes()).isEqualTo(bytes("00000001 6722 00000001 6811 00000001 6833"));
        SentParameters hevc = sent(AV_CODEC_ID_HEVC, WITH_START_CODES);
        hevc.see(hex("000001 4401aa 000001 4201bb 000001 4001cc 000001 2601dd"), 0);
        assertThat(hevc.asBytes()).isEqualTo(bytes("00000001 4001cc 00000001 4201bb 00000001 4401aa"));
    }

    @Test
    void whatWasSentLastComesLast() {
        h264.see(hex("000001 6811 000001 6533"), 0);
        h264.see(hex("000001 6822 000001 6533"), 1);
        h264.see(hex("000001 6811 000001 6533"), 2);
        assertThat(h264.asBytes()).isEqualTo(bytes("00000001 6822 00000001 6811"));
    }

    @Test
    void whatIsBehindThePictureIsNotLookedAt() {
        h264.see(hex("000001 09f0 000001 0633 000001 6133 000001 6811"), 0);
        assertThat(h264.asBytes()).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsForgotten() {
        h264.see(hex("000001 6811"), 3);
        h264.see(hex("000001 6822"), 4);
        h264.see(hex("000001 6811"), 4);
        h264.forget(4);
        assertThat(h264.asBytes()).isEqualTo(bytes("00000001 6811"));
    }

    @Test
    void whereReadingBeginsAgainNothingFromBehindIsKnown() {
        h264.see(hex("000001 6811"), 3);
        h264.see(hex("000001 6822"), 7);
        h264.see(bytes(WITH_LENGTHS), 8);
        h264.forgetFrom(7);
        assertThat(h264.asBytes()).isEqualTo(bytes("00000001 6811"));
        assertThat(h264.extradata()).isNull();
    }

    @Test
    void theLastExtradataCounts() {
        h264.see(bytes(WITH_LENGTHS), 3);
        h264.see(bytes("01 64 00 1f ff e1 00"), 5);
        assertThat(h264.extradata()).isEqualTo(bytes("01 64 00 1f ff e1 00"));
        h264.see(hex("00000002 6711 00000002 6533"), 6);
        h264.forgetFrom(5);
        assertThat(h264.extradata()).isEqualTo(bytes(WITH_LENGTHS));
    }

    @Test
    void damagedPacketsAreNoTrouble() {
        for (String form : new String[] {WITH_START_CODES, WITH_LENGTHS}) {
            for (String packet : new String[] {
                "", "00", "0000", "000001", "00000100000100", "ffff67", "0000000000", "00026711ff", "0001 67 0009 68 00"
            }) {
                SentParameters sent = sent(AV_CODEC_ID_H264, form);
                sent.see(hex(packet), 0);
                assertThat(sent.asBytes()).hasSizeLessThan(8);
            }
        }
    }

    @Test
    void damagedStreamsWithManySetsTakeLittleMemory() {
        for (int i = 0; i < 1000; i++) {
            h264.see(ByteBuffer.wrap(new byte[] {0, 0, 1, 0x68, (byte) (1 + i / 200), (byte) (1 + i % 200)}), i);
        }
        assertThat(h264.asBytes()).hasSize(64 * 7);
        assertThat(Arrays.copyOfRange(h264.asBytes(), 63 * 7 + 4, 64 * 7)).isEqualTo(new byte[] {0x68, 5, (byte) 200});
    }

    @Test
    void ofOtherCodecsNothingIsRead() {
        SentParameters vp9 = sent(AV_CODEC_ID_VP9, WITH_START_CODES);
        vp9.see(hex("000001 6811"), 0);
        assertThat(vp9.asBytes()).isEmpty();
    }

    private static SentParameters sent(int codec, String extradata) {
        return SentParameters.of(codec, hex(extradata));
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
