package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.media.IndexSummary;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestVideosTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "mpeg4,yuv420p,mp4", "mpeg4,yuv420p,avi", "mpeg2video,yuv420p,ts", "mpeg2video,yuv422p,mkv",
        "libopenh264,yuv420p,mp4", "libopenh264,yuv420p,ts", "libopenh264,yuv420p,mkv", "libopenh264,yuv420p,h264",
        "libvpx-vp9,yuv420p,webm", "libvpx,yuv420p,webm", "libsvtav1,yuv420p10le,mkv", "ffv1,yuv444p10le,mkv",
        "prores_ks,yuv422p10le,mov"
    })
    void everyEncoderAndContainerGivesTheFramesThatWentIn(String encoder, String format, String extension) {
        Spec spec = Spec.MPEG4.withEncoder(encoder, format).withFrames(24);
        if (!encoder.startsWith("mpeg")) {
            spec = spec.withGop(12, 0);
        }
        Path file = TestVideos.make(folder.resolve("v." + extension), spec);
        try (Video video = Video.open(file)) {
            IndexSummary summary = video.scannedMetadata();
            assertThat(summary.frames()).isEqualTo(24);
            assertThat(summary.variableFrameRate()).isFalse();
            assertThat(summary.keyFrames()).isGreaterThanOrEqualTo(1);
            assertThat(video.slice(null, null, 1)).hasSize(24);
        }
    }
}
