package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.nvdec.packets.PacketFilter;
import io.nvvideo.demux.Demuxer;
import io.nvvideo.ffmpeg.HeadedPacket;
import io.nvvideo.io.ByteSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureHeadersTest {
    /** A P-VOP of which nothing is coded. */
    private static final byte[] PLACEHOLDER = HexFormat.of().parseHex("000001b67f");

    @TempDir
    private Path folder;

    /** I, P, B, B. */
    private static List<byte[]> packets(Demuxer demuxer) {
        List<byte[]> all = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (all.size() < 4 && demuxer.read(packet)) {
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            all.add(bytes);
        }
        av_packet_free(packet);
        return all;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** As AVI has them: a B-VOP in the packet of the picture that it refers to, and a placeholder in its own. */
    @Test
    void aPictureThatIsPackedWithAnotherKeepsItsType() {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.MPEG4);
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            demuxer.select(0);
            var parameters = demuxer.stream(0).codecpar();
            List<byte[]> stored = packets(demuxer);
            List<byte[]> packed = List.of(stored.get(0), joined(stored.get(1), stored.get(2)), PLACEHOLDER);
            List<String> types = new ArrayList<>();
            AVPacket empty = av_packet_alloc();
            try (PictureHeaders headers = new PictureHeaders(parameters);
                    PacketFilter filter = new PacketFilter(NvdecCodec.MPEG4, parameters, "a.avi")) {
                for (int number = 0; number < packed.size(); number++) {
                    AVPacket packet = HeadedPacket.copy(packed.get(number), empty, "Cannot make a packet");
                    PictureHeaders.Header header = headers.of(packet);
                    filter.send(packet, number);
                    av_packet_unref(packet);
                    av_packet_free(packet);
                    AVPacket filtered = filter.receive();
                    assertThat(filtered.pts()).isEqualTo(number);
                    types.add(headers.of(header, filtered).type());
                }
            } finally {
                av_packet_free(empty);
            }
            assertThat(types).containsExactly("I", "P", "B");
        }
    }

    @Test
    void otherCodecsTellItAtOnce() {
        Path file = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        AVPacket packet = av_packet_alloc();
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            demuxer.select(0);
            try (PictureHeaders headers = new PictureHeaders(demuxer.stream(0).codecpar())) {
                demuxer.read(packet);
                PictureHeaders.Header header = headers.of(packet);
                assertThat(header.type()).isEqualTo("I");
                assertThat(headers.of(header, packet)).isSameAs(header);
            }
        } finally {
            av_packet_free(packet);
        }
    }
}
