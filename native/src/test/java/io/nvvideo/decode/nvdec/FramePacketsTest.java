package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramePacketsTest {
    private static DuePicture due(int surface, long time) {
        return new DuePicture(surface, time, true, false, false);
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "JPEG"})
    void aPictureIsOfThePacketThatWasFedWhenItWasFound(NvdecCodec codec) {
        PicturePackets packets = PicturePackets.of(codec);
        assertThat(packets.readsBytes()).isFalse();
        packets.feed(7, 70, null);
        packets.found(3, null);
        packets.feed(8, 80, null);
        packets.found(1, null);
        packets.found(2, null);
        assertThat(packets.numbered(due(2, 70))).isEqualTo(due(2, 8));
        assertThat(packets.numbered(due(3, 99))).isEqualTo(due(3, 7));
        packets.forgetSurfaces();
        assertThat(packets.numbered(due(3, 99)).timestamp()).isEqualTo(PicturePackets.NONE);
    }

    @Test
    void ofAv1TheTimeCounts() {
        PicturePackets packets = PicturePackets.of(NvdecCodec.AV1);
        packets.feed(7, 7, null);
        packets.found(3, null);
        assertThat(packets.numbered(due(3, 5))).isEqualTo(due(3, 5));
    }
}
