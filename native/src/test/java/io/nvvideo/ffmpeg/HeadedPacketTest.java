package io.nvvideo.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadedPacketTest {
    private AVPacket packet;

    @BeforeAll
    static void load() {
        Natives.require();
    }

    @BeforeEach
    void fill() {
        packet = av_packet_alloc();
        assertThat(av_new_packet(packet, 3)).isZero();
        packet.data().put((byte) 7, (byte) 8, (byte) 9);
        packet.pts(40).dts(39).flags(AV_PKT_FLAG_KEY);
        av_packet_new_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, 5);
    }

    @AfterEach
    void free() {
        av_packet_free(packet);
    }

    private static byte[] bytes(AVPacket packet) {
        ByteBuffer view = CodecData.bytes(packet.data(), packet.size());
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    @Test
    void aCopyHasTheHeadersAndAllThatThePacketSays() {
        AVPacket whole = HeadedPacket.copy(new byte[] {1, 2}, packet, "Cannot test");
        assertThat(bytes(whole)).containsExactly(1, 2, 7, 8, 9);
        assertThat(whole.pts()).isEqualTo(40);
        assertThat(whole.dts()).isEqualTo(39);
        assertThat(whole.flags()).isEqualTo(AV_PKT_FLAG_KEY);
        assertThat(whole.side_data_elems()).isEqualTo(1);
        av_packet_free(whole);
        assertThat(bytes(packet)).containsExactly(7, 8, 9);
    }

    @Test
    void thePacketItselfIsChangedOnlyByHeaders() {
        long before = packet.data().address();
        HeadedPacket.prepend(new byte[0], packet, "Cannot test");
        assertThat(packet.data().address()).isEqualTo(before);
        HeadedPacket.prepend(new byte[] {1}, packet, "Cannot test");
        assertThat(bytes(packet)).containsExactly(1, 7, 8, 9);
        assertThat(packet.pts()).isEqualTo(40);
        assertThat(packet.side_data_elems()).isEqualTo(1);
    }
}
