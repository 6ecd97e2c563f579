package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.nvdec.StreamPackets;
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

    private static final String FILE = "h264_cabac_B_640x320.264";
    /** As NVIDIA's parser tells that file. */
    private static final VideoSequence TOLD = new VideoSequence(
            NvdecCodec.H264,
            NvdecChroma.YUV420,
            8,
            640,
            320,
            0,
            0,
            640,
            320,
            4,
            true,
            new VideoSequence.Signal(false, 2, 2));

    private static void feed(ShownArea shown, String filter, int packet) {
        try (StreamPackets packets = new StreamPackets(Corpus.video(FILE), "h264", filter)) {
            AVPacket next = packets.next();
            for (int i = 0; i < packet; i++) {
                next = packets.next();
            }
            shown.feed(next.data().capacity(next.size()).asByteBuffer());
        }
    }

    @Test
    void onlyWhatTheParserPassesOverChangesUntold() {
        ShownArea shown = new ShownArea(NvdecCodec.H264);
        feed(shown, "null", 0);
        assertThat(shown.changesUntold()).isFalse();
        assertThat(shown.of(TOLD)).isEqualTo(TOLD);
        feed(shown, "null", 0);
        assertThat(shown.changesUntold()).isFalse();
        feed(shown, "h264_metadata=crop_right=16", 0);
        assertThat(shown.changesUntold()).isFalse();
        feed(shown, "h264_metadata=crop_left=16", 0);
        assertThat(shown.changesUntold()).isTrue();
        assertThat(shown.of(TOLD)).isEqualTo(TOLD.showing(16, 0, 640, 320));
        assertThat(shown.changesUntold()).isFalse();
        feed(shown, "null", 0);
        assertThat(shown.changesUntold()).isTrue();
        shown.clear();
        assertThat(shown.changesUntold()).isFalse();
    }

    @Test
    void aParserCanBeginWithKeyFramesThatBringTheirSets() {
        ShownArea shown = new ShownArea(NvdecCodec.H264);
        feed(shown, "null", 0);
        assertThat(shown.beginsAlone()).isTrue();
        feed(shown, "filter_units=remove_types=8", 0);
        assertThat(shown.beginsAlone()).isFalse();
        feed(shown, "null", 2);
        assertThat(shown.beginsAlone()).isFalse();
    }
}
