package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Frame;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fed to NVDEC's parser is a stream that stands alone: without the container it decodes to the same frames. */
class StreamPacketsTest {
    @TempDir
    private Path folder;

    private void standsAlone(Spec spec, String codec) {
        Path file = TestVideos.make(folder.resolve(codec + ".mp4"), spec);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (StreamPackets packets = new StreamPackets(file, codec)) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                stream.writeBytes(bytes);
            }
        }
        try (Video stored = Video.open(file);
                Video alone = Video.open(ByteSource.of("stream", stream.toByteArray()))) {
            List<byte[]> wanted = pixels(stored);
            assertThat(wanted).hasSize(spec.frames());
            assertThat(pixels(alone))
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(wanted);
        }
    }

    private static List<byte[]> pixels(Video video) {
        return video.list(Selection.all(), Output.RGB).stream().map(Frame::data).toList();
    }

    @Test
    void h264HasStartCodesAndItsHeaders() {
        standsAlone(Spec.H264, "h264");
    }

    @Test
    void mpeg4HasItsHeaders() {
        standsAlone(Spec.MPEG4, "mpeg4");
    }
}
