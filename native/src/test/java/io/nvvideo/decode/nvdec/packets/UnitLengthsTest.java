package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.ffmpeg.CodecData;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;

class UnitLengthsTest {
    private static final String SEQUENCE = "674200";
    private static final String PICTURE = "68ce";
    /** An avcC box: version, profile, compatibility, level, lengths of two bytes, one set of each kind. */
    private static final String AVCC = "0142001e" + "fd" + "e1" + "0003" + SEQUENCE + "01" + "0002" + PICTURE;

    /** An hvcC box: what is up to the length size (lengths of four bytes), two arrays of one unit each. */
    private static final String HVCC =
            "01" + "00".repeat(20) + "03" + "02" + "21" + "0001" + "0003" + "420101" + "22" + "0001" + "0002" + "4401";

    private static UnitLengths of(NvdecCodec codec, String extradata) {
        return UnitLengths.of(codec, ByteBuffer.wrap(HexFormat.of().parseHex(extradata)));
    }

    private static String replaced(UnitLengths lengths, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        AVPacket packet = av_packet_alloc();
        try {
            assertThat(av_new_packet(packet, bytes.length)).isZero();
            packet.pts(7);
            CodecData.bytes(packet.data(), bytes.length).put(bytes);
            lengths.replaceIn(packet, "a.mp4");
            assertThat(packet.pts()).isEqualTo(7);
            byte[] all = new byte[packet.size()];
            CodecData.bytes(packet.data(), all.length).get(all);
            return HexFormat.of().formatHex(all);
        } finally {
            av_packet_free(packet);
        }
    }

    @Test
    void lengthsBecomeStartCodesAndNothingIsAdded() {
        assertThat(replaced(of(NvdecCodec.H264, AVCC), "0001aa" + "0003bbccdd"))
                .isEqualTo("00000001aa" + "00000001bbccdd");
        assertThat(replaced(of(NvdecCodec.HEVC, HVCC), "00000002" + "2601")).isEqualTo("00000001" + "2601");
    }

    @Test
    void whatTheContainerKeepsHasStartCodesToo() {
        assertThat(of(NvdecCodec.H264, AVCC).headers())
                .asHexString()
                .isEqualToIgnoringCase("00000001" + SEQUENCE + "00000001" + PICTURE);
        assertThat(of(NvdecCodec.HEVC, HVCC).headers())
                .asHexString()
                .isEqualToIgnoringCase("00000001" + "420101" + "00000001" + "4401");
    }

    @Test
    void unitsWithStartCodesStayAsTheyAre() {
        String units = "00000001" + SEQUENCE + "00000001" + PICTURE;
        UnitLengths lengths = of(NvdecCodec.H264, units);
        assertThat(lengths.headers()).asHexString().isEqualToIgnoringCase(units);
        assertThat(replaced(lengths, "00000165")).isEqualTo("00000165");
        assertThat(of(NvdecCodec.H264, "").headers()).isEmpty();
    }

    @Test
    void lengthsThatGoBeyondThePacketAreDamage() {
        for (String packet : new String[] {"0001aa" + "0002bb", "0001aa" + "00"}) {
            assertThatThrownBy(() -> replaced(of(NvdecCodec.H264, AVCC), packet))
                    .isInstanceOfSatisfying(
                            VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                    .hasMessageContaining("a.mp4");
        }
    }
}
