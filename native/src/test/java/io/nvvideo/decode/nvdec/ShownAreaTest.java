package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;

class ShownAreaTest {
    private static boolean isCutAtLeftOrTop(NvdecCodec codec, String file, String filter) {
        Path video = Corpus.video(file);
        try (StreamPackets packets = new StreamPackets(video, codec.codecName(), filter)) {
            AVPacket packet = packets.next();
            ShownArea shown = new ShownArea(codec);
            shown.feed(packet.data().capacity(packet.size()).asByteBuffer());
            return shown.isCutAtLeftOrTop();
        }
    }

    @Test
    void whatIsCutOffAtTheLeftOrTheTopIsSeen() {
        assertThat(isCutAtLeftOrTop(NvdecCodec.H264, "h264_cbp_crop_CVFC1_Sony_C.264", "null"))
                .isTrue();
        assertThat(isCutAtLeftOrTop(NvdecCodec.HEVC, "hevc_main_bframes_480p.mp4", "hevc_metadata=crop_top=2"))
                .isTrue();
        assertThat(isCutAtLeftOrTop(NvdecCodec.HEVC, "hevc_main_bframes_480p.mp4", "hevc_metadata=crop_left=2"))
                .isTrue();
    }

    @Test
    void whatIsCutOffAtTheOtherSidesTheParserTells() {
        assertThat(isCutAtLeftOrTop(NvdecCodec.H264, "h264_cbp_BA_MW_D.264", "null"))
                .isFalse();
        assertThat(isCutAtLeftOrTop(NvdecCodec.H264, "h264_cabac_B_640x320.264", "h264_metadata=crop_right=16"))
                .isFalse();
        assertThat(isCutAtLeftOrTop(NvdecCodec.HEVC, "hevc_main_bframes_480p.mp4", "null"))
                .isFalse();
    }
}
