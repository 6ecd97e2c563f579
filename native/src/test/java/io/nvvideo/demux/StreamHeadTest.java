package io.nvvideo.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.ContentLight;
import io.nvvideo.media.MasteringDisplay;
import io.nvvideo.media.Rational;
import io.nvvideo.media.VideoStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.util.DoubleComparator;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamHeadTest {
    private static final int WHOLE = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    /** What the first packet of a file tells, changed before it is looked at. */
    private static StreamHead head(Path file, int maxBytes, UnaryOperator<ByteBuffer> change) {
        AVPacket changed = av_packet_alloc();
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            int stream = demuxer.bestVideoStream();
            AVPacket first = demuxer.firstPackets()[stream];
            ByteBuffer bytes = change.apply(CodecData.bytes(first.data(), first.size()));
            av_new_packet(changed, bytes.limit());
            CodecData.bytes(changed.data(), bytes.limit()).put(bytes.duplicate());
            return StreamHead.read(demuxer.stream(stream).codecpar(), changed, maxBytes);
        } finally {
            av_packet_free(changed);
        }
    }

    private static ByteBuffer afterUserData(ByteBuffer packet, int size) {
        // SEI, user_data_unregistered of some kB, as cameras write them.
        ByteBuffer all = ByteBuffer.allocate(4 + 2 + size / 255 + 1 + size + 1 + packet.limit());
        all.putInt(2 + size / 255 + 1 + size + 1).put((byte) 6).put((byte) 5);
        for (int i = 0; i < size / 255; i++) {
            all.put((byte) 255);
        }
        all.put((byte) (size % 255));
        for (int i = 0; i < size; i++) {
            all.put((byte) 0x55);
        }
        return all.put((byte) 0x80).put(packet.duplicate()).flip();
    }

    @Test
    void aPictureBehindMoreThanTheHeadIsInDoubt() {
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.H264);
        StreamHead near = head(file, PacketHeads.BYTES, packet -> afterUserData(packet, 1000));
        StreamHead far = head(file, PacketHeads.BYTES, packet -> afterUserData(packet, 5000));
        StreamHead whole = head(file, WHOLE, packet -> afterUserData(packet, 5000));
        assertThat(near.reachesPicture()).isTrue();
        assertThat(far.reachesPicture()).isFalse();
        assertThat(whole.reachesPicture()).isTrue();
        assertThat(near.codedWidth()).isEqualTo(160).isEqualTo(whole.codedWidth());
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            VideoStream stream = demuxer.describe().videos().get(0);
            AVCodecParameters codec = demuxer.stream(0).codecpar();
            assertThat(HeadDoubt.isAbout(codec, stream, near)).isFalse();
            assertThat(HeadDoubt.isAbout(codec, stream, far)).isTrue();
        }
    }

    @Test
    void someHundredBytesOfTheFirstPacketTellAsMuchAsAllOfIt() {
        for (String encoder : new String[] {"libopenh264", "libsvtav1", "mpeg4"}) {
            Path file = TestVideos.make(
                    folder.resolve(encoder + ".mp4"),
                    Spec.H264.withEncoder(encoder, "yuv420p").withSize(320, 200));
            StreamHead whole = head(file, WHOLE, packet -> packet);
            assertThat(head(file, 300, packet -> packet)).as(encoder).isEqualTo(whole);
            assertThat(whole.reachesPicture()).isTrue();
        }
    }

    @Test
    void thePixelsOfAv1AreAsWideAsTheSizeAtWhichItWantsToBeShown() {
        Path file = TestVideos.make(
                folder.resolve("v.mp4"),
                Spec.MPEG4.withEncoder("libsvtav1", "yuv420p").withGop(12, 0));
        assertThat(head(file, WHOLE, packet -> packet).sampleAspectRatio()).isEqualTo(new Rational(1, 1));
        // A key frame of 128x96 that is to be shown at 256x96: 7 bits each for the greatest size, no optional bit set.
        Av1SequenceHeader sequence = Av1SequenceHeader.read(HexFormat.of().parseHex("0000000337fbe0000040"));
        // show_existing_frame 0, frame_type 00, show_frame 1, disable_cdf_update 0, frame_size_override_flag 0,
        // render_and_frame_size_different 1, 255 and 95 in 16 bits.
        assertThat(Av1RenderSize.sampleAspectRatio(sequence, frameHeader("1201fe00be")))
                .isEqualTo(new Rational(2, 1));
        assertThat(Av1RenderSize.sampleAspectRatio(sequence, frameHeader("1201")))
                .isNull();
        assertThat(Av1RenderSize.sampleAspectRatio(null, frameHeader("1201fe00be")))
                .isNull();
    }

    private static Av1Unit frameHeader(String hex) {
        ByteBuffer payload = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        return new Av1Unit(Av1Unit.FRAME_HEADER, false, 0, 0, payload, true, payload.limit());
    }

    @Test
    void whatAnEncoderOfAv1WasToldOfTheMasteringDisplayIsDescribed() {
        Spec plain = Spec.MPEG4.withEncoder("libsvtav1", "yuv420p10le").withGop(12, 0);
        String parameters = "content-light=1000,400:mastering-display="
                + "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000.0,0.005)";
        Spec spec = new Spec(
                plain.encoder(),
                plain.pixelFormat(),
                plain.width(),
                plain.height(),
                plain.frames(),
                plain.gop(),
                0,
                plain.ticks(),
                0,
                Map.of("svtav1-params", parameters),
                Map.of());
        Path file = TestVideos.make(folder.resolve("v.mp4"), spec);
        try (Demuxer demuxer = Demuxer.openHeader(ByteSource.of(file), () -> false)) {
            assertThat(StaticHdr.ofContainer(demuxer.stream(0).codecpar())).isEqualTo(StaticHdr.NONE);
            VideoStream stream = HeaderProbe.describe(demuxer).videos().get(0);
            assertThat(stream.contentLight()).isEqualTo(new ContentLight(1000, 400));
            MasteringDisplay display = stream.masteringDisplay();
            assertThat(List.of(display.redX(), display.greenX(), display.blueX(), display.whiteX()))
                    .usingComparatorForType(new DoubleComparator(1.0 / 65536), Double.class)
                    .containsExactly(0.68, 0.265, 0.15, 0.3127);
            assertThat(List.of(display.redY(), display.greenY(), display.blueY(), display.whiteY()))
                    .usingComparatorForType(new DoubleComparator(1.0 / 65536), Double.class)
                    .containsExactly(0.32, 0.69, 0.06, 0.329);
            assertThat(display.maxLuminance()).isEqualTo(1000.0);
            assertThat(display.minLuminance()).isCloseTo(0.005, within(1.0 / 16384));
        }
    }
}
