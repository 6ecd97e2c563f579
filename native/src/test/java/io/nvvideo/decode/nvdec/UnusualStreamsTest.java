package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.DeviceComparison;
import io.nvvideo.GpuScenarios;
import io.nvvideo.Remux;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import io.nvvideo.cuda.NvdecCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of which NVDEC's parser tells something else than a CPU's decoder shows: the frames are the CPU's all the same. */
class UnusualStreamsTest {
    @TempDir
    private Path folder;

    static void isAsOnTheCpu(MockDriver driver, List<Path> files) throws Exception {
        isAsOnTheCpu(driver, "0,1,2,7", files);
    }

    static void isAsOnTheCpu(MockDriver driver, String frames, List<Path> files) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("native,rgb", frames, "NATIVE"));
        files.forEach(file -> arguments.add(file.toString()));
        Run run = driver.run(DeviceComparison.class, arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).hasSameSizeAs(files).allMatch(line -> line.endsWith("\tsame"));
    }

    static List<byte[]> packets(Path file, String codec) {
        return StreamPackets.all(file, codec, "null");
    }

    /** The sizes of VP8, VP9 and AV1 may be odd, also those that are coded. */
    @Test
    void oddSizesHaveAllTheirPixels() throws Exception {
        Corpus.requireCorpus();
        isAsOnTheCpu(
                MockDriver.decoding(),
                Stream.of("vp9_odd_321x241.mp4", "vp8_tv_014_175x143.ivf")
                        .map(Corpus::video)
                        .toList());
        Spec odd = Spec.H264.withSize(161, 129).withGop(16, 0).withEncoder("libaom-av1", "yuv420p");
        isAsOnTheCpu(
                MockDriver.decoding().set("MOCK_CHIP", "l4"), List.of(TestVideos.make(folder.resolve("odd.mkv"), odd)));
    }

    /** FFmpeg tells the driver the size that is coded, and asks for more than that has. */
    @Test
    void oddSizesThatAreCodedAreNotForTheSecondChoice() throws Exception {
        MockDriver driver = MockDriver.decoding().jvm("-Dnvvideo.cuda.decoder=cuvid");
        Run run = driver.run(
                DeviceComparison.class,
                "surface",
                "0",
                "NATIVE",
                Corpus.video("mpeg2_odd_121x81.mp4").toString(),
                Corpus.video("hevc_rext_444_8bit_odd.mp4").toString());
        assertThat(run.status()).as(run.text()).isZero();
        List<String> results =
                run.lines().stream().filter(line -> line.startsWith("RESULT ")).toList();
        assertThat(results).hasSize(2);
        assertThat(results.get(0)).contains("\tnot on this GPU: ").contains("scales pictures of odd sizes");
        assertThat(results.get(1)).endsWith("\tsame");
    }

    /** NVIDIA's parser holds a picture back beyond headers that change all but the size, when its surface is gone. */
    @Test
    void noFrameIsLostWhereHeadersChangeAllButTheSize() throws Exception {
        Path whole = Corpus.video("h264_cabac_B_640x320.264");
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(Files.readAllBytes(whole));
        StreamPackets.all(whole, "h264", "h264_metadata=crop_right=16").forEach(joined::writeBytes);
        joined.writeBytes(Files.readAllBytes(whole));
        Path file = Files.write(folder.resolve("crop.264"), joined.toByteArray());
        isAsOnTheCpu(MockDriver.decoding(), "all", List.of(file));
    }

    /** Surfaces that a session loses when it is set anew hold nothing that is still to be shown. */
    @Test
    void noFrameIsLostWhereFewerSurfacesAreNeeded() throws Exception {
        Path many = Corpus.video("h264_cabac_B_640x320.264");
        Path few = TestVideos.make(folder.resolve("few.h264"), Spec.H264.withSize(640, 320));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Path part : List.of(many, few, many, few)) {
            joined.writeBytes(Files.readAllBytes(part));
        }
        Path file = Files.write(folder.resolve("surfaces.264"), joined.toByteArray());
        MockDriver driver = MockDriver.decoding();
        isAsOnTheCpu(driver, "all", List.of(file));
        Run run = driver.run(GpuScenarios.class, "cuda", file.toString());
        assertThat(run.calls("cuvidReconfigureDecoder")).as(run.text()).isEqualTo(3);
    }

    /** NVIDIA's parser passes over what is cut off there, and sees no other sequence. */
    @Test
    void whatIsCutOffAtTheLeftOrTheTopAloneMayChange() throws Exception {
        Path h264 = Corpus.video("h264_cabac_B_640x320.264");
        Path hevc = Corpus.video("hevc_annexb_webcodecs.h265");
        isAsOnTheCpu(
                MockDriver.decoding(),
                "all",
                List.of(
                        cutInItsMiddle(h264, "h264", "crop_left=16"),
                        cutInItsMiddle(h264, "h264", "crop_top=8"),
                        cutInItsMiddle(hevc, "hevc", "crop_left=16"),
                        cutInItsMiddle(hevc, "hevc", "crop_top=8")));
    }

    /** Uncut, cut, uncut. */
    private Path cutInItsMiddle(Path whole, String codec, String crop) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(Files.readAllBytes(whole));
        StreamPackets.all(whole, codec, codec + "_metadata=" + crop).forEach(joined::writeBytes);
        joined.writeBytes(Files.readAllBytes(whole));
        return Files.write(folder.resolve(crop + "." + codec), joined.toByteArray());
    }

    @Test
    void parameterSetsThatChangeCountInContainersToo() throws Exception {
        Path whole = Corpus.video("hevc_annexb_webcodecs.h265");
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(Files.readAllBytes(whole));
        StreamPackets.all(whole, "hevc", "hevc_metadata=crop_right=16").forEach(joined::writeBytes);
        Path raw = Files.write(folder.resolve("joined.265"), joined.toByteArray());
        Path mp4 = Remux.make(raw, folder.resolve("joined.mp4"), "hev1");
        isAsOnTheCpu(
                MockDriver.decoding(), "all", List.of(raw, mp4, Remux.make(raw, folder.resolve("joined.mkv"), null)));
    }

    /** The parser hands it out as if it were one. */
    @Test
    void aFieldWithoutItsOtherOneIsNoPicture() throws Exception {
        byte[] whole = Files.readAllBytes(Corpus.video("h264_paff_field_HCAFF1.264"));
        // The fields of I, P and B: the B-picture's is no reference.
        isAsOnTheCpu(
                MockDriver.decoding(),
                "all",
                List.of(withoutSlice(whole, 5), cutBeforeSlice(whole, 3), cutBeforeSlice(whole, 5)));
    }

    private static int slice(byte[] stream, int number) {
        int slices = 0;
        int at = startCode(stream, 0);
        while (true) {
            slices += (stream[at + 3] & 0x1f) <= 5 ? 1 : 0;
            if (slices > number) {
                return at;
            }
            at = startCode(stream, at + 3);
        }
    }

    private Path withoutSlice(byte[] stream, int number) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(stream, 0, slice(stream, number));
        int next = slice(stream, number + 1);
        rest.write(stream, next, stream.length - next);
        return Files.write(folder.resolve("without" + number + ".264"), rest.toByteArray());
    }

    private Path cutBeforeSlice(byte[] stream, int number) throws IOException {
        return Files.write(folder.resolve("cut" + number + ".264"), Arrays.copyOf(stream, slice(stream, number)));
    }

    /** NVIDIA's parser begins with any picture of HEVC whose parameter sets it has seen. */
    @Test
    void hevcThatBeginsInMidGopIsShownFromItsFirstKeyFrameOn() throws Exception {
        List<byte[]> packets = packets(Corpus.video("hevc_main_bframes_480p.mp4"), "hevc");
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.writeBytes(beforeSlices(packets.get(0), NvdecCodec.HEVC));
        packets.subList(1, packets.size()).forEach(cut::writeBytes);
        packets.forEach(cut::writeBytes);
        Path file = Files.write(folder.resolve("cut.265"), cut.toByteArray());
        isAsOnTheCpu(MockDriver.decoding(), "all", List.of(file));
    }

    private static byte[] beforeSlices(byte[] packet, NvdecCodec codec) {
        int at = startCode(packet, 0);
        while (codec == NvdecCodec.HEVC ? (packet[at + 3] >> 1 & 0x3f) > 31 : (packet[at + 3] & 0x1f) > 5) {
            at = startCode(packet, at + 3);
        }
        return Arrays.copyOf(packet, at);
    }

    /** What is shown from a recovery point on, but no intra picture: NVIDIA's parser finds none to begin with. */
    @Test
    void h264ThatBeginsWithIntraRefreshIsLeftToTheCpuAtOnce() throws Exception {
        Path stored = TestVideos.make(folder.resolve("a.mp4"), Spec.H264.withGop(1000, 0));
        List<byte[]> packets = packets(stored, "h264");
        byte[] point = HexFormat.of().parseHex("000001" + "06" + "0601" + "84" + "80");
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.writeBytes(beforeSlices(packets.get(0), NvdecCodec.H264));
        cut.writeBytes(point);
        packets.subList(10, packets.size()).forEach(cut::writeBytes);
        Path file = Files.write(folder.resolve("refresh.264"), cut.toByteArray());
        Run run = MockDriver.decoding().run(GpuScenarios.class, "auto", file.toString());
        assertThat(run.lines())
                .as(run.text())
                .contains("same 20 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        Path timed = Remux.make(file, folder.resolve("refresh.mkv"), null);
        Run second = MockDriver.decoding()
                .jvm("-Dnvvideo.cuda.decoder=cuvid")
                .run(GpuScenarios.class, "auto", timed.toString());
        assertThat(second.lines())
                .as(second.text())
                .contains("same 20 frames: 0 on the GPU, 1 created, 0 reconfigured, 0 reused, 1 on the CPU");
    }

    @Test
    void hevcShowsItsBaseLayerAlone() throws Exception {
        ByteArrayOutputStream layers = new ByteArrayOutputStream();
        for (byte[] packet : packets(Corpus.video("hevc_main_bframes_480p.mp4"), "hevc")) {
            layers.writeBytes(packet);
            layers.writeBytes(inSecondLayer(packet));
        }
        Path file = Files.write(folder.resolve("layers.265"), layers.toByteArray());
        isAsOnTheCpu(MockDriver.decoding(), List.of(file));
    }

    /** The slices of a packet once more, as if they were those of another view (ITU-T H.265, 7.3.1.2). */
    private static byte[] inSecondLayer(byte[] packet) {
        ByteArrayOutputStream slices = new ByteArrayOutputStream();
        for (int at = startCode(packet, 0); at < packet.length; ) {
            int end = startCode(packet, at + 3);
            if ((packet[at + 3] >> 1 & 0x3f) <= 31) {
                byte[] unit = Arrays.copyOfRange(packet, at, end);
                unit[4] |= 1 << 3;
                slices.writeBytes(unit);
            }
            at = end;
        }
        return slices.toByteArray();
    }

    private static int startCode(byte[] packet, int from) {
        int at = from;
        while (at + 3 < packet.length && !(packet[at] == 0 && packet[at + 1] == 0 && packet[at + 2] == 1)) {
            at++;
        }
        return at + 3 < packet.length ? at : packet.length;
    }
}
