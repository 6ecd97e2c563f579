package io.nvvideo.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import io.nvvideo.TestJvm;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.media.PacketTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AV1's headers, read to their last bit, and what is refused of streams that a decoder's front end would believe. */
class Av1FramesTest {
    private static final Spec SMALL = Spec.H264.withSize(192, 128).withFrames(9);
    private static final Spec SVT = SMALL.withEncoder("libsvtav1", "yuv420p").withOption("preset", "8");
    private static final Spec AOM = SMALL.withEncoder("libaom-av1", "yuv420p").withOption("cpu-used", "8");

    @TempDir
    private Path folder;

    private final List<String> files = new ArrayList<>();

    private void make(String name, Spec spec) {
        files.add(TestVideos.make(folder.resolve(name + ".mp4"), spec).toString());
    }

    private void svt(String name, String parameters) {
        make("svt-" + name, SVT.withOption("svtav1-params", parameters));
    }

    private void aom(String name, String parameters) {
        make("aom-" + name, AOM.withOption("aom-params", parameters));
    }

    @Test
    void headersEndWhereFfmpegSaysThatTheyDo() throws Exception {
        make("svt-plain", SVT);
        svt("superres", "superres-mode=2");
        svt("resize", "resize-mode=2");
        svt("grain", "film-grain=20");
        svt("screen", "scm=1");
        svt("segments", "aq-mode=1");
        make("svt-10", SVT.withEncoder("libsvtav1", "yuv420p10le"));
        make("svt-tiles", SVT.withSize(512, 256).withOption("svtav1-params", "tile-columns=2:tile-rows=1"));
        aom("segments", "aq-mode=2");
        aom("deltas", "deltaq-mode=1:delta-lf-mode=1");
        aom("lossless", "lossless=1");
        aom("grain", "film-grain-test=3");
        aom("no-order", "enable-order-hint=0");
        aom("matrices", "enable-qm=1");
        aom("screen", "tune-content=screen");
        make("aom-gray", AOM.withEncoder("libaom-av1", "gray"));
        make("aom-444", AOM.withEncoder("libaom-av1", "yuv444p"));
        make("aom-422", AOM.withEncoder("libaom-av1", "yuv422p10le"));
        make("aom-realtime", AOM.withOption("usage", "realtime"));
        make("aom-tiles", AOM.withSize(512, 256).withOption("tiles", "2x2"));
        make(
                "aom-uneven",
                AOM.withSize(512, 256).withOption("aom-params", "sb-size=64:tile-width=2,3:tile-height=1,2"));
        if (Corpus.folder() != null) {
            try (Stream<Path> all = Files.list(Corpus.folder().resolve("videos"))) {
                all.map(Path::toString).filter(file -> file.contains("/av1_")).forEach(files::add);
            }
        }
        String results =
                TestJvm.run(TestJvm.small("256m", folder), Av1HeaderLengths.class, files.toArray(String[]::new));
        assertThat(results.lines()).hasSize(files.size()).allMatch(line -> line.contains("\t" + Av1HeaderLengths.SAME));
    }

    private final Av1Frames frames = new Av1Frames();

    /** The first brings a sequence header and a key frame. */
    private List<byte[]> packets(String name, Spec spec) throws IOException {
        Path file = TestVideos.make(folder.resolve(name + ".mp4"), spec);
        byte[] all = Files.readAllBytes(file);
        List<byte[]> packets = new ArrayList<>();
        try (Video video = Video.open(file)) {
            PacketTable table = video.index().packets();
            for (int i = 0; i < table.count(); i++) {
                int at = (int) table.position(i);
                packets.add(Arrays.copyOfRange(all, at, at + table.size(i)));
            }
        }
        return packets;
    }

    private void read(byte[]... units) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            packet.writeBytes(unit);
        }
        frames.read(ByteBuffer.wrap(packet.toByteArray()));
    }

    private void isRefused(String why, byte[]... units) {
        assertThatThrownBy(() -> read(units)).isInstanceOf(InvalidHeader.class).hasMessageContaining(why);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The units of a packet, each with its header. */
    private static List<byte[]> units(byte[] packet) {
        List<byte[]> units = new ArrayList<>();
        int from = 0;
        for (Av1Unit unit : Av1Unit.split(ByteBuffer.wrap(packet))) {
            units.add(Arrays.copyOfRange(packet, from, unit.end()));
            from = unit.end();
        }
        return units;
    }

    @Test
    void tilesEndWhereTheirUnitEnds() throws IOException {
        byte[] key = packets("tiles", AOM.withSize(512, 256).withOption("tiles", "2x2"))
                .get(0);
        read(key);
        Av1Unit frame = Av1Unit.split(ByteBuffer.wrap(key)).stream()
                .filter(unit -> unit.type() == Av1Unit.FRAME)
                .findFirst()
                .orElseThrow();
        int begin = frame.end() - frame.payload().limit();
        int refused = 0;
        for (int at = begin; at < frame.end(); at++) {
            byte[] damaged = key.clone();
            damaged[at] = (byte) 0xff;
            try {
                frames.clear();
                read(damaged);
            } catch (InvalidHeader e) {
                refused += e.getMessage().contains("a tile is larger than what it is in") ? 1 : 0;
            }
        }
        // One byte of each size of three tiles may be the highest, and those below it may be too.
        assertThat(refused).isBetween(3, 24);
    }

    @Test
    void unitsEndWhereTheirPacketEnds() throws IOException {
        List<byte[]> packets = packets("plain", SVT);
        byte[] key = packets.get(0);
        read(key);
        frames.clear();
        isRefused("larger than the packet", Arrays.copyOf(key, key.length - 1));
        isRefused("larger than the packet", key, bytes("32"));
        isRefused("larger than the packet", new byte[0]);
    }

    @Test
    void framesReferToThoseThatWere() throws IOException {
        List<byte[]> packets = packets("plain", SVT);
        List<byte[]> key = units(packets.get(0));
        isRefused("no sequence header comes before", packets.get(1));
        read(key.get(0));
        isRefused("no key frame comes before", packets.get(1));
        frames.clear();
        read(packets.get(0));
        for (byte[] packet : packets.subList(1, packets.size())) {
            read(packet);
        }
        frames.clear();
        read(key.get(0));
        // show_existing_frame of slot 2.
        isRefused("refers to one that is not there", bytes("1a01a8"));
    }

    @Test
    void aPacketShowsOneFrame() throws IOException {
        List<byte[]> packets = packets("plain", SVT);
        read(packets.get(0));
        read(bytes("1a01a8"));
        isRefused("shows several frames", packets.get(0), bytes("1a01a8"));
    }

    @Test
    void tilesAreOfAFrameAndAllThere() throws IOException {
        List<byte[]> packets = packets("tiles", AOM.withSize(512, 256).withOption("tiles", "2x2"));
        read(packets.get(0));
        isRefused("tiles are of no frame", bytes("2203 aabbcc"));
        frames.clear();
        byte[] frame = units(packets.get(0)).get(1);
        assertThat(frame[0] >> 3).isEqualTo(Av1Unit.FRAME);
        // The same header alone.
        byte[] header = frame.clone();
        header[0] = (byte) (Av1Unit.FRAME_HEADER << 3 | 2);
        isRefused("tiles of a frame are missing", units(packets.get(0)).get(0), header);
    }

    /** An av1C box's four bytes, metadata of three bytes, the sequence header of two. */
    @Test
    void ofWhatAContainerKeepsTheSequenceHeaderIsTaken() {
        ByteBuffer box = ByteBuffer.wrap(bytes("81000c00" + "2a03 06aabb" + "0a02 ccdd"));
        assertThat(Av1Unit.sequenceHeaderOfConfiguration(box)).isEqualTo(bytes("0a02 ccdd"));
        assertThat(Av1Unit.sequenceHeaderOfConfiguration(ByteBuffer.wrap(bytes("81000c00"))))
                .isEmpty();
        assertThat(Av1Unit.sequenceHeaderOfConfiguration(ByteBuffer.wrap(bytes("0a02 ccdd"))))
                .isEmpty();
    }
}
