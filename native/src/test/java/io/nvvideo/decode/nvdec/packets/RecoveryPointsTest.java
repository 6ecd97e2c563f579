package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecoveryPointsTest {
    private static final String DELIMITER = "00000109f0";
    /** An SEI unit of one message, recovery_frame_cnt 11. */
    private static final String POINT = "000001060602" + "18c0" + "80";

    private static final String USER_DATA = "000001060502aabb80";
    /** Of a picture that begins with it: first_mb_in_slice 0 (1), slice_type 7 (0001000) and 5 (00110). */
    private static final String I_SLICE = "00000141" + "88";

    private static final String P_SLICE = "00000141" + "9a";
    /** First_mb_in_slice 1 (010), slice_type 5 (00110). */
    private static final String SECOND_P_SLICE = "00000141" + "46";

    private static final String IDR = "00000165" + "88";

    private static boolean isPassedOver(RecoveryPoints points, String packet) {
        return points.isPassedOver(ByteBuffer.wrap(HexFormat.of().parseHex(packet + "000001")));
    }

    private static boolean isPassedOver(String packet) {
        return isPassedOver(new RecoveryPoints(NvdecCodec.H264), packet);
    }

    @Test
    void onesWithPicturesThatReferToOthersArePassedOver() {
        assertThat(isPassedOver(DELIMITER + POINT + P_SLICE)).isTrue();
        assertThat(isPassedOver(POINT + I_SLICE + SECOND_P_SLICE)).isTrue();
        assertThat(isPassedOver(POINT + I_SLICE)).isFalse();
        assertThat(isPassedOver(USER_DATA + P_SLICE)).isFalse();
        assertThat(isPassedOver("0000010606")).isFalse();
        assertThat(isPassedOver("000001" + POINT + P_SLICE)).isTrue();
        assertThat(isPassedOver(new RecoveryPoints(NvdecCodec.MPEG2), POINT + P_SLICE))
                .isFalse();
    }

    @Test
    void ofTwoFieldsTheFirstOneCounts() {
        assertThat(isPassedOver(POINT + I_SLICE + P_SLICE)).isFalse();
    }

    @Test
    void whatComesBehindAnIntraPictureIsDecoded() {
        for (String first : new String[] {IDR, I_SLICE}) {
            RecoveryPoints points = new RecoveryPoints(NvdecCodec.H264);
            assertThat(isPassedOver(points, P_SLICE)).isFalse();
            assertThat(isPassedOver(points, first)).isFalse();
            assertThat(isPassedOver(points, POINT + P_SLICE)).isFalse();
            points.clear();
            assertThat(isPassedOver(points, POINT + P_SLICE)).isTrue();
        }
    }
}
