package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GlobalMotionTest {
    private static boolean isIn(NvdecCodec codec, String packet) {
        return GlobalMotion.isIn(codec, ByteBuffer.wrap(HexFormat.of().parseHex(packet)));
    }

    /** The first two bits of a VOP: 0 to 3 are I, P, B and S. */
    @Test
    void theCodingTypeTellsIt() {
        assertThat(isIn(NvdecCodec.MPEG4, "000001b610")).isFalse();
        assertThat(isIn(NvdecCodec.MPEG4, "000001b650")).isFalse();
        assertThat(isIn(NvdecCodec.MPEG4, "000001b690")).isFalse();
        assertThat(isIn(NvdecCodec.MPEG4, "000001b6d0")).isTrue();
    }

    @Test
    void aPacketMayHoldItBehindOthers() {
        assertThat(isIn(NvdecCodec.MPEG4, "000001b3d0000001b65011000001b6ff")).isTrue();
        assertThat(isIn(NvdecCodec.MPEG4, "000001b3d0000001b65011000001b6")).isFalse();
    }

    @Test
    void otherCodecsHaveOtherStartCodes() {
        assertThat(isIn(NvdecCodec.MPEG2, "000001b6d0")).isFalse();
    }
}
