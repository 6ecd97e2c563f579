package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.spark.ProbeFileSystem.Request;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file of 100 MB: no more than a query needs. */
class BytesReadTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final int PARTS = 39;
    private static final int FRAMES_OF_PART = 125;
    /** The least that is read in one piece; the beginning of the file, where the header is looked for. */
    private static final int PIECE = 64 * 1024;

    @TempDir
    static Path folder;

    private static Path video;
    private static long headerBytes;
    private static FrameIndex index;

    @BeforeAll
    static void makeVideo() throws IOException {
        Spec part = Spec.MPEG4.withFrames(FRAMES_OF_PART).withSize(1280, 720).withGop(125, 2);
        video = RepeatedVideo.make(folder.resolve("long.mp4"), part, PARTS);
        try (RandomAccessFile file = new RandomAccessFile(video.toFile(), "r")) {
            // ftyp, free and mdat come first, then moov.
            long position = 0;
            for (int box = 0; box < 3; box++) {
                file.seek(position);
                position += Integer.toUnsignedLong(file.readInt());
            }
            headerBytes = file.length() - position;
        }
        try (Video opened = Video.open(video)) {
            index = opened.index();
        }
        assertThat(Files.size(video)).isGreaterThan(90_000_000);
        assertThat(headerBytes).isBetween(20_000L, 80_000L);
        assertThat(index.frameCount()).isEqualTo(PARTS * FRAMES_OF_PART);
    }

    @Test
    void countingAndTakingInventoryReadTheHeaderAndOnePieceOfTheBeginning() throws IOException {
        for (String view : List.of("frames", "videos")) {
            List<Request> requests = requests(Map.of("view", view), "path");
            assertThat(bytes(requests)).as(view).isLessThanOrEqualTo(headerBytes + PIECE);
            assertThat(requests).as(view).hasSizeLessThanOrEqualTo(2);
        }
    }

    /** The first packet begins in the piece that the file begins with, or right behind the header. */
    @Test
    void metadataTakesTheHeaderAndOnePieceOfTheBeginning() throws IOException {
        for (List<String> viewAndColumn : List.of(
                List.of("videos", "*"), List.of("frames", "metadata"), List.of("videos", "struct(codec, audio)"))) {
            List<Request> requests = requests(Map.of("view", viewAndColumn.get(0)), viewAndColumn.get(1));
            assertThat(bytes(requests)).as(viewAndColumn.get(0)).isLessThanOrEqualTo(headerBytes + PIECE);
            assertThat(requests).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(headerBytes + PIECE).isLessThan(Files.size(video) / 650);
    }

    @Test
    void noColumnOfLargePicturesThatNeedNotBeDecodedTakesMoreThanTheHeader() throws IOException {
        Spec spec = new Spec(
                "mpeg4",
                "yuv420p",
                1920,
                1080,
                120,
                40,
                2,
                n -> n * 40,
                0,
                Map.of("qmin", "1", "qmax", "1", "b", "400000000"),
                Map.of());
        Path large = TestVideos.make(folder.resolve("large.mp4"), spec);
        assertThat(Files.size(large)).isGreaterThan(20_000_000);
        for (String column : List.of("path", "stream_index", "frame_pts", "is_key_frame")) {
            assertThat(bytes(requests(large, Map.of(), column))).as(column).isLessThan(80_000);
        }
        for (String column :
                List.of("path", "num_frames", "max_gop", "last_pts", "codec", "pixel_format", "level", "field_order")) {
            assertThat(bytes(requests(large, Map.of("view", "videos"), column)))
                    .as(column)
                    .isLessThan(80_000);
        }
    }

    @Test
    void keyFramesTakeNoMoreThanTheirBytesAndTheHeader() {
        List<Request> requests = requests(Map.of("keyFramesOnly", "true"), "data");
        long wanted = headerBytes
                + IntStream.range(0, index.frameCount())
                        .filter(index::isKey)
                        .mapToLong(frame -> index.packets().size(index.packetOfFrame(frame)))
                        .sum();
        System.out.printf("Key frames and header have %d bytes, %d were read%n", wanted, bytes(requests));
        assertThat(bytes(requests)).isBetween(wanted, wanted * 11 / 10);
    }

    @Test
    void bytesFollowTheFramesThatAreAskedFor() {
        long one = bytes(requests(Map.of("frameIndices", "2000"), "data"));
        long ten = bytes(requests(
                Map.of(
                        "frameIndices",
                        IntStream.range(0, 10)
                                .mapToObj(part -> Integer.toString(part * 3 * FRAMES_OF_PART))
                                .toList()
                                .toString()
                                .replaceAll("[\\[\\] ]", "")),
                "data"));
        long all = bytes(requests(Map.of(), "data"));
        assertThat(one).isLessThan(headerBytes + PIECE + (long) FRAMES_OF_PART * 100_000);
        assertThat(ten).isBetween(headerBytes, headerBytes + PIECE + 10 * 100_000);
        // Both tasks look at the header.
        assertThat(all).isBetween(video.toFile().length(), video.toFile().length() + 2 * (headerBytes + PIECE));
    }

    @Test
    void whatIsReadOnAndOnComesInLargePieces() {
        List<Request> requests = requests(Map.of("splitVideos", "false", "startFrame", "1000"), "data");
        assertThat(requests).hasSizeLessThanOrEqualTo(4 + (int) (video.toFile().length() >> 23));
    }

    private static List<Request> requests(Map<String, String> options, String column) {
        return requests(video, options, column);
    }

    private static List<Request> requests(Path file, Map<String, String> options, String column) {
        Dataset<Row> query = SPARK.read()
                .format("nvvideo")
                .options(options)
                .option("width", "16")
                .load("probe:" + file)
                .selectExpr(column.equals("data") ? "length(data)" : column);
        ProbeFileSystem.requests();
        assertThat(query.collectAsList()).isNotEmpty();
        return ProbeFileSystem.requests();
    }

    private static long bytes(List<Request> requests) {
        return requests.stream().mapToLong(Request::bytes).sum();
    }
}
