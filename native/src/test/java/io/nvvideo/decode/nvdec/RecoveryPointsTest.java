package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecoveryPointsTest {
    /** An access unit delimiter, an SEI unit of one message (recovery_frame_cnt 11), a slice of a P picture. */
    private static final String REFRESH = "00000109f0000001060602" + "18c0" + "80" + "000001419a";

    private static final String USER_DATA = "000001060502aabb80000001419a";

    private static ByteBuffer packet(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static RecoveryPoints after(NvdecCodec codec, String... packets) {
        RecoveryPoints points = new RecoveryPoints(codec);
        for (String packet : packets) {
            points.feed(packet(packet));
        }
        return points;
    }

    @Test
    void oneThatIsFedIsPassedOverUntilAPictureIsFound() {
        RecoveryPoints points = after(NvdecCodec.H264, USER_DATA, REFRESH);
        assertThat(points.arePassedOver()).isTrue();
        points.decoded();
        assertThat(points.arePassedOver()).isFalse();
        points.clear();
        assertThat(points.arePassedOver()).isFalse();
    }

    @Test
    void otherMessagesAndCodecsHaveNone() {
        assertThat(after(NvdecCodec.H264, USER_DATA).arePassedOver()).isFalse();
        assertThat(after(NvdecCodec.H264, "0000010606").arePassedOver()).isFalse();
        assertThat(after(NvdecCodec.MPEG2, REFRESH).arePassedOver()).isFalse();
    }
}
