package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.nvdec.StreamPackets;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;

class GrayPicturesTest {
    private static boolean areInFirstPacket(NvdecCodec codec, String file) {
        try (StreamPackets packets = new StreamPackets(Corpus.video(file), codec.codecName())) {
            AVPacket packet = packets.next();
            return GrayPictures.areIn(
                    codec, packet.data().capacity(packet.size()).asByteBuffer());
        }
    }

    @Test
    void h264TellsThem() {
        Corpus.requireCorpus();
        assertThat(areInFirstPacket(NvdecCodec.H264, "gen_h264_gray.mp4")).isTrue();
        assertThat(areInFirstPacket(NvdecCodec.H264, "h264_bpyramid_3b.mp4")).isFalse();
        assertThat(areInFirstPacket(NvdecCodec.H264, "h264_cbp_BA_MW_D.264")).isFalse();
        assertThat(areInFirstPacket(NvdecCodec.HEVC, "hevc_main_bframes_480p.mp4"))
                .isFalse();
    }
}
