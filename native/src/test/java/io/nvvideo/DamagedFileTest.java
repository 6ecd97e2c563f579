package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.PacketTable;
import io.nvvideo.select.Selection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzzer found, each as a file made here. Most of them ended the process once. */
class DamagedFileTest {
    private static final Output SMALL = Output.RGB.withSize(16, 16, ResizeMode.STRETCH);

    /** An AVIF image of one pixel: its tables of items are all that matters here. */
    private static final String IMAGE =
            """
            0000001c667479706176696600000000617669666d6966316d696166000000ea6d657461000000000000002168646c7200000000
            0000000070696374000000000000000000000000000000000e7069746d00000000000100000022696c6f63000000004440000100
            0100000000010e000100000000000000190000002369696e6600000000000100000015696e666502000000000100006176303100
            0000006a697072700000004b6970636f00000013636f6c726e636c780001000d0006800000000c6176314381000c000000001469
            737065000000000000000100000001000000107069786900000000030808080000001769706d6100000000000000010001040182
            0304000000216d64617412000a081800060808683420320b10c00000400057b1e0dee0
            """;

    private static final int META_START = 28;
    private static final int META_BYTES = 0xea;

    @TempDir
    Path folder;

    @Test
    void aStreamThatDoesNotExistIsNotLookedFor() {
        try (Video video = Video.open(TestVideos.make(folder.resolve("v.mkv"), Spec.MPEG4))) {
            assertThatThrownBy(() -> video.index(7))
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("Cannot find stream 7");
        }
    }

    @Test
    void aSoundStillImageIsRead() {
        try (Video video = Video.open(ByteSource.of("still.avif", image()))) {
            assertThat(video.length()).isOne();
        }
    }

    @Test
    void aStillImageWithoutBytesIsRefused() {
        byte[] noBytes = image();
        ByteBuffer.wrap(noBytes).putInt(find(noBytes, "iinf") - 8, 0);
        refuses(noBytes);
        byte[] notLocated = image();
        ByteBuffer.wrap(notLocated).putShort(find(notLocated, "iloc") + 10, (short) 0);
        refuses(notLocated);
    }

    @Test
    void aTableOfStillImagesIsRefusedWhereItDoesNotBelong() throws IOException {
        byte[] broken = image();
        ByteBuffer.wrap(broken).putInt(find(broken, "iinf") - 8, 0);
        byte[] table = Arrays.copyOfRange(broken, META_START, META_START + META_BYTES);
        byte[] type = Arrays.copyOf(broken, META_START);
        ByteBuffer inMoov = ByteBuffer.allocate(META_START + 8 + META_BYTES);
        inMoov.put(type)
                .putInt(8 + META_BYTES)
                .put("moov".getBytes(StandardCharsets.US_ASCII))
                .put(table);
        refuses(inMoov.array());
        byte[] video = Files.readAllBytes(TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4));
        ByteBuffer behindVideo = ByteBuffer.allocate(video.length + META_BYTES);
        refuses(behindVideo.put(video).put(table).array());
    }

    @Test
    void moreSamplesThanBytesAreNotBelieved() throws IOException {
        Spec fragmented = Spec.MPEG4.withMuxerOption("movflags", "frag_keyframe+empty_moov");
        byte[] bytes = Files.readAllBytes(TestVideos.make(folder.resolve("v.mp4"), fragmented));
        ByteBuffer run = ByteBuffer.wrap(bytes).position(find(bytes, "trun") + 4);
        // No field for each sample: their number is all that there is.
        run.mark().putInt(0).putInt(2 * bytes.length);
        // One byte each, so that the file seems to hold as many as it can.
        ByteBuffer.wrap(bytes).putInt(find(bytes, "tfhd") + 4 + 20, 1);
        try (Video video = Video.open(ByteSource.of("v.mp4", bytes))) {
            assertThat(video.length()).isLessThanOrEqualTo(bytes.length + 1);
            assertThat(video.damage()).hasMessageContaining("its header lists");
        }
        run.reset().putInt(0).putInt(40_000_000);
        assertThatThrownBy(() -> Video.open(ByteSource.of("v.mp4", bytes)))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                .hasMessageContaining("more samples than the file has bytes");
    }

    @Test
    void aFeedOfAStillImageIsRefused() {
        assertThatThrownBy(() -> Video.open(ByteSource.of("feed.avif", new ByteArrayInputStream(image()))))
                .isInstanceOf(VideoException.class);
    }

    @Test
    void theoraSurvivesSeeksWithSeveralThreads() {
        Path file = Corpus.video("theora_sar_3x2.ogv");
        for (int i = 0; i < 5; i++) {
            try (Video video = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withDecodeThreads(3))) {
                int frames = video.list(Selection.all(), SMALL).size();
                assertThat(video.list(Selection.indices(frames - 1, 0, frames / 2), SMALL))
                        .hasSize(3);
            }
        }
    }

    @Test
    void aStreamThatCannotBeDecodedIsNotReadOverAndOver() throws IOException {
        Spec allKeyFrames =
                Spec.MPEG4.withEncoder("mjpeg", "yuvj420p").withGop(1, 0).withFrames(120);
        byte[] bytes = Files.readAllBytes(TestVideos.make(folder.resolve("v.mkv"), allKeyFrames));
        try (Video video = Video.open(ByteSource.of("v.mkv", bytes))) {
            PacketTable packets = video.index().packets();
            for (int p = 1; p < packets.count(); p++) {
                int from = (int) packets.position(p) + 32;
                Arrays.fill(bytes, from, (int) packets.position(p) + packets.size(p) - 8, (byte) 0);
            }
        }
        try (Video video = Video.open(ByteSource.of("v.mkv", bytes))) {
            readPermissively(video, Selection.indices(even(120)));
            assertThat(video.statistics().bytesRead()).isLessThan(20L * bytes.length);
        }
    }

    @Test
    void whatIsMadeOfADamagedPictureOfMotionJpegIsNotThatOfAnotherOne() throws IOException {
        Spec spec = Spec.MPEG4.withEncoder("mjpeg", "yuvj420p").withGop(1, 0).withFrames(12);
        byte[] sound = Files.readAllBytes(TestVideos.make(folder.resolve("v.avi"), spec));
        int told = 0;
        for (int noise = 0; noise < 20; noise++) {
            byte[] bytes = sound.clone();
            try (Video video = Video.open(ByteSource.of("v.avi", sound))) {
                int packet = video.index().packetOfFrame(6);
                int size = video.index().packets().size(packet);
                byte[] put = new byte[size / 3];
                new Random(noise).nextBytes(put);
                int at = (int) video.index().packets().position(packet) + size / 2;
                System.arraycopy(put, 0, bytes, at, put.length);
            }
            Decoded.Picture alone = decoded(bytes, Selection.indices(6)).get(6);
            assertThat(alone).isEqualTo(decoded(bytes, Selection.all()).get(6));
            told += alone == null ? 1 : 0;
        }
        assertThat(told).isPositive();
    }

    /** Demuxers pass over what lies outside of the file, and say nothing: all that follows was taken for its predecessor. */
    @Test
    void framesBehindOneThatIsNotInTheFileKeepTheirNumbers() throws IOException {
        byte[] sound = Files.readAllBytes(Corpus.video("h264_no_edts.mp4"));
        Map<Integer, Decoded.Picture> right = decoded(sound, Selection.all());
        byte[] damaged = sound.clone();
        int sizes = new String(sound, StandardCharsets.ISO_8859_1).indexOf("stsz") + 16;
        // The next one, of no bytes, then lies behind the end of the file; the one after it is in another chunk.
        int tooLarge = 27;
        ByteBuffer.wrap(damaged).putInt(sizes + 4 * tooLarge, 1 << 25).putInt(sizes + 4 * (tooLarge + 1), 0);
        Map<Integer, Decoded.Picture> read = decoded(damaged, Selection.all());
        assertThat(read).hasSizeGreaterThan(200).doesNotContainKey(27).doesNotContainKey(28);
        int[] sure = read.keySet().stream()
                .mapToInt(frame -> frame)
                .filter(frame -> !read.get(frame).corrupt())
                .toArray();
        assertThat(sure).hasSizeGreaterThan(200);
        for (int frame : sure) {
            assertThat(read.get(frame)).isEqualTo(right.get(frame));
        }
    }

    private static Map<Integer, Decoded.Picture> decoded(byte[] bytes, Selection selection) {
        try (Video video = Video.open(ByteSource.of("v.avi", bytes))) {
            return Decoded.of(video, selection);
        }
    }

    @Test
    void aStreamThatCannotSeekIsReadForwardOnce() throws IOException {
        Path file = TestVideos.make(folder.resolve("v.h264"), Spec.H264.withFrames(400));
        try (Video video = Video.open(file)) {
            int[] some = IntStream.range(0, 20).map(i -> i * 20).toArray();
            assertThat(readPermissively(video, Selection.indices(some))).isEqualTo(20);
            assertThat(video.statistics().bytesRead()).isLessThan(8 * Files.size(file));
        }
    }

    private static int[] even(int below) {
        return IntStream.range(0, below / 2).map(i -> 2 * i).toArray();
    }

    private static int readPermissively(Video video, Selection selection) {
        int given = 0;
        int failures = 0;
        try (FrameReader reader = video.frames(selection, SMALL)) {
            while (failures < 2000) {
                try {
                    if (!reader.next()) {
                        return given;
                    }
                    given++;
                } catch (VideoException e) {
                    failures++;
                }
            }
        }
        throw new AssertionError("still failing after " + failures + " times");
    }

    private static byte[] image() {
        return HexFormat.of().parseHex(IMAGE.replaceAll("\\s", ""));
    }

    private static int find(byte[] bytes, String type) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
    }

    private static void refuses(byte[] bytes) {
        assertThatThrownBy(() -> Video.open(ByteSource.of("still.avif", bytes)))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                .hasMessageContaining("table of still images");
    }
}
