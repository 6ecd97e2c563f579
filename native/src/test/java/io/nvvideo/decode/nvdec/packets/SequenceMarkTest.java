package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.nvdec.StreamPackets;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;

class SequenceMarkTest {
    private static SequenceMark of(NvdecCodec codec, String hex) {
        return SequenceMark.of(codec, ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void h264SaysItBeforePicturesThatOthersMayBeginWith() {
        SequenceMark mark = of(NvdecCodec.H264, "00000001 6742c00a95 00000001 68ce3c80 000001 6588");
        assertThat(mark).isEqualTo(new SequenceMark("6742c00a95", 0, 0));
        assertThat(of(NvdecCodec.H264, "00000001 6742c00a95 00000001 68ce3c80"))
                .as("of the container")
                .isEqualTo(mark);
        assertThat(of(NvdecCodec.H264, "00000001 6742c00a95 000001 4188"))
                .as("before a picture that refers to others")
                .isNull();
        assertThat(of(NvdecCodec.H264, "000001 6588")).isNull();
        assertThat(of(NvdecCodec.H264, "")).isNull();
    }

    @Test
    void hevcSaysItBeforePicturesThatOthersMayBeginWith() {
        assertThat(of(NvdecCodec.HEVC, "00000001 4001aa 00000001 4201bb 000001 2601cc"))
                .isEqualTo(new SequenceMark("4201bb", 0, 0));
        assertThat(of(NvdecCodec.HEVC, "00000001 4201bb 000001 0201cc")).isNull();
    }

    @Test
    void theOthersSayHowLargeTheirPicturesAre() {
        assertThat(of(NvdecCodec.MPEG2, "000001b3 0790 51 13 ffff"))
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(121, 81);
        assertThat(of(NvdecCodec.MPEG2, "00000100 000f")).isNull();
        assertThat(of(NvdecCodec.VP8, "100200 9d012a af00 8f00 00"))
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(175, 143);
        assertThat(of(NvdecCodec.VP8, "110200 9d012a af00 8f00 00")).isNull();
        // Profile 0: color_space and color_range take half a byte.
        assertThat(of(NvdecCodec.VP9, "82 498342 20 14000f00 0000000000000000"))
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(321, 241);
        assertThat(of(NvdecCodec.VP9, "86 000000 00 0000 00 0000000000000000"))
                .as("no key frame")
                .isNull();
    }

    @Test
    void av1SaysItInItsSequenceHeader() {
        assertThat(of(NvdecCodec.AV1, "1200 0a03 000102 3201 ff")).isEqualTo(new SequenceMark("000102", 0, 0));
        assertThat(of(NvdecCodec.AV1, "1200 3201 ff")).isNull();
        assertThat(of(NvdecCodec.AV1, "0aff")).as("longer than the packet").isNull();
    }

    /** What it says of whole files, against what is known of them. */
    @Test
    void aStreamSaysItAsOftenAsItChanges() throws Exception {
        Corpus.requireCorpus();
        assertThat(marks("vp9_odd_321x241.mp4", NvdecCodec.VP9))
                .singleElement()
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(321, 241);
        assertThat(marks("vp8_tv_014_175x143.ivf", NvdecCodec.VP8))
                .singleElement()
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(175, 143);
        assertThat(marks("mpeg2_odd_121x81.mp4", NvdecCodec.MPEG2))
                .singleElement()
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(121, 81);
        assertThat(marks("vp9_p2_10bit_720p.webm", NvdecCodec.VP9))
                .singleElement()
                .extracting(SequenceMark::width, SequenceMark::height)
                .containsExactly(1280, 720);
    }

    private static Set<SequenceMark> marks(String file, NvdecCodec codec) throws Exception {
        Set<SequenceMark> marks = new LinkedHashSet<>();
        try (StreamPackets packets = new StreamPackets(Corpus.video(file), codec.codecName())) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                SequenceMark mark =
                        SequenceMark.of(codec, io.nvvideo.ffmpeg.CodecData.bytes(packet.data(), packet.size()));
                if (mark != null) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }
}
