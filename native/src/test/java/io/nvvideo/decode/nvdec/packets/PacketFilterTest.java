package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;

import io.nvvideo.Corpus;
import io.nvvideo.Remux;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.demux.Demuxer;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketFilterTest {
    private static final String NEW_AVCC = "0142001e" + "ff" + "e1" + "0003" + "674200" + "01" + "0002" + "68ce";
    private static final String NEW_HEADERS = "00000001674200" + "0000000168ce";

    @TempDir
    private Path folder;

    /** Without zeros at the end, which may belong to a start code. */
    private static List<String> units(byte[] stream) {
        return NalUnits.split(ByteBuffer.wrap(stream), NalUnits.START_CODES).stream()
                .map(PacketFilterTest::hex)
                .map(unit -> unit.replaceFirst("(00)+$", ""))
                .toList();
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] filtered(Path file, NvdecCodec codec) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        AVPacket packet = av_packet_alloc();
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            demuxer.select(0);
            try (PacketFilter filter = new PacketFilter(codec, demuxer.stream(0).codecpar(), "a.mp4")) {
                for (int number = 0; demuxer.read(packet); number++) {
                    filter.send(packet, number);
                    all.writeBytes(bytes(filter.receive()));
                }
            }
        } finally {
            av_packet_free(packet);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return bytes;
    }

    /** The second time without parameter sets, which the container keeps as well. */
    private void nothingIsAdded(byte[] stream, NvdecCodec codec, String extension, String tag) throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.writeBytes(stream);
        for (String unit : units(stream)) {
            int header = HexFormat.fromHexDigits(unit.substring(0, 2));
            int type = codec == NvdecCodec.HEVC ? header >> 1 : header & 0x1f;
            if (codec == NvdecCodec.HEVC ? type < 32 || type > 34 : type != 7 && type != 8) {
                twice.writeBytes(HexFormat.of().parseHex("00000001" + unit));
            }
        }
        Path raw = Files.write(folder.resolve("a" + extension), twice.toByteArray());
        Path mp4 = Remux.make(raw, folder.resolve("a.mp4"), tag);
        assertThat(units(filtered(mp4, codec))).isEqualTo(units(twice.toByteArray()));
    }

    @Test
    void nothingIsAddedToPacketsOfHevc() throws IOException {
        Corpus.requireCorpus();
        nothingIsAdded(Files.readAllBytes(Corpus.video("hevc_annexb_webcodecs.h265")), NvdecCodec.HEVC, ".265", "hev1");
    }

    @Test
    void nothingIsAddedToPacketsOfH264() throws IOException {
        Path h264 = TestVideos.make(folder.resolve("b.h264"), Spec.H264.withGop(1000, 0));
        nothingIsAdded(Files.readAllBytes(h264), NvdecCodec.H264, ".264", "avc3");
    }

    /** As MP4 has them with several descriptions of its samples, until decoding begins anew elsewhere. */
    @Test
    void headersThatTheContainerChangesComeWithTheirPacket() {
        Path mp4 = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        AVPacket packet = av_packet_alloc();
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(mp4), () -> false)) {
            demuxer.select(0);
            try (PacketFilter filter =
                    new PacketFilter(NvdecCodec.H264, demuxer.stream(0).codecpar(), "a.mp4")) {
                byte[] first = filter.headers();
                assertThat(first).isNotEmpty();
                demuxer.read(packet);
                byte[] box = HexFormat.of().parseHex(NEW_AVCC);
                BytePointer data = av_packet_new_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, box.length);
                CodecData.bytes(data, box.length).put(box);
                filter.send(packet, 0);
                assertThat(filter.headers()).asHexString().isEqualToIgnoringCase(NEW_HEADERS);
                assertThat(bytes(filter.receive())).asHexString().startsWithIgnoringCase(NEW_HEADERS);
                demuxer.read(packet);
                filter.send(packet, 1);
                assertThat(filter.headers()).asHexString().isEqualToIgnoringCase(NEW_HEADERS);
                assertThat(bytes(filter.receive())).asHexString().startsWith("00000001" + "61");
                filter.flush();
                assertThat(filter.headers()).isEqualTo(first);
            }
        } finally {
            av_packet_free(packet);
        }
    }

    private static List<Integer> types(byte[] stream) {
        return Av1Unit.split(ByteBuffer.wrap(stream)).stream()
                .map(Av1Unit::type)
                .toList();
    }

    /** SVT-AV1 writes it before each key frame. */
    @Test
    void metadataOfAv1IsLeftOut() {
        Spec spec = Spec.MPEG4
                .withEncoder("libsvtav1", "yuv420p10le")
                .withOption("svtav1-params", "content-light=1000,400");
        Path mp4 = TestVideos.make(folder.resolve("a.mp4"), spec);
        AVPacket packet = av_packet_alloc();
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(mp4), () -> false)) {
            demuxer.select(0);
            AVCodecParameters parameters = demuxer.stream(0).codecpar();
            demuxer.read(packet);
            assertThat(types(bytes(packet))).contains(Av1Unit.METADATA);
            try (PacketFilter filter = new PacketFilter(NvdecCodec.AV1, parameters, "a.mp4")) {
                assertThat(types(filter.headers())).containsExactly(Av1Unit.SEQUENCE_HEADER);
                List<Integer> before = types(bytes(packet));
                filter.send(packet, 0);
                assertThat(types(bytes(filter.receive())))
                        .isEqualTo(before.stream()
                                .filter(type -> type != Av1Unit.METADATA)
                                .toList());
            }
        } finally {
            av_packet_free(packet);
        }
    }
}
