package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the mode PERMISSIVE the rows are the same however a file is cut, those that tell of errors included. */
@ExtendWith(SplitFiles.class)
class SplitErrorsTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {3, 5})
    void aFileThatIsDamagedInSeveralPlacesTellsOfEachOnce(long seed) throws IOException {
        for (Spec spec : List.of(Spec.MPEG4.withFrames(96), Spec.H264.withFrames(90), Spec.MPEG4.withGop(1, 0))) {
            Path file = damaged(spec, seed);
            List<Row> rows = theSameRowsHoweverItIsCut(file, Map.of());
            assertThat(errors(rows)).doesNotHaveDuplicates();
            theSameRowsHoweverItIsCut(file, Map.of("everyNthFrame", "3"));
            theSameRowsHoweverItIsCut(file, Map.of("keyFramesOnly", "true"));
        }
    }

    @Test
    void damageBehindThreeKeyFramesIsThreeFailures() throws IOException {
        Path file = TestVideos.make(folder.resolve("three.mp4"), Spec.H264.withFrames(80));
        spoil(file, 11, 31, 61);
        List<Row> rows = theSameRowsHoweverItIsCut(file, Map.of());
        assertThat(errors(rows)).hasSize(3);
        assertThat(errors(rows).get(0)).contains("frame 11 ");
        assertThat(errors(rows).get(1)).contains("frame 31 ");
        assertThat(errors(rows).get(2)).contains("frame 61 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad_corrupted_nal_sizes.mp4",
                "bad_invalid_nalu.mp4",
                "bad_vp9_zero_dimensions.mp4",
                "bad_vp9_decode_error_midway.webm",
                "gen_truncated_60pct_faststart.mp4",
                "gen_truncated_60pct.ts",
                "enc_cenc_1frame_1080p.mp4",
                "bad_unknown_codec.mp4",
                "bad_zero_timescale.mp4",
                "bad_garbled.webm",
            })
    void aDamagedFileOfOthersToo(String name) {
        Path file = SplitFiles.cuttable(Corpus.video(name), folder);
        theSameRowsHoweverItIsCut(file, Map.of());
        theSameRowsHoweverItIsCut(file, Map.of("everyNthFrame", "4"));
    }

    @Test
    void whatCannotBeConvertedIsTold() {
        // FFmpeg's scaler does not shrink one side by so much where the other one grows by as much.
        Path file = TestVideos.make(
                folder.resolve("wide.mp4"),
                Spec.MPEG4
                        .withEncoder("ffv1", "yuv420p")
                        .withGop(1, 0)
                        .withSize(8192, 16)
                        .withFrames(16));
        List<Row> rows = theSameRowsHoweverItIsCut(
                file, Map.of("conversion", "fast", "width", "16", "height", "8192", "resizeMode", "stretch"));
        assertThat(rows).hasSize(16);
        assertThat(errors(rows)).hasSize(16).allMatch(error -> error.contains("Cannot convert"));
    }

    private static List<Row> theSameRowsHoweverItIsCut(Path file, Map<String, String> options) {
        List<Row> whole = rows(reader().options(options).option("splitVideos", false), file, 1);
        for (int splits : new int[] {2, 8}) {
            List<Row> parts = rows(SplitFiles.cut(reader().options(options), file, splits), file, splits);
            assertThat(comparable(file, parts))
                    .as("%s in %d splits with %s", file.getFileName(), splits, options)
                    .isEqualTo(comparable(file, whole));
        }
        return whole;
    }

    private static List<Row> rows(DataFrameReader reader, Path file, int splits) {
        Dataset<Row> rows = reader.load(file.toString())
                .selectExpr("stream_index", "frame_index", "is_corrupt", "md5(data) AS data", "error");
        assertThat(rows.rdd().getNumPartitions()).isEqualTo(splits);
        return rows.orderBy("frame_index", "error").collectAsList();
    }

    /** Without the pixels behind damage up to the next key frame: what a decoder guesses depends on what it has seen before. */
    private static List<List<Object>> comparable(Path file, List<Row> rows) {
        if (rows.stream().allMatch(row -> row.getAs("frame_index") == null)) {
            return rows.stream()
                    .map(row -> List.<Object>of(row.<String>getAs("error")))
                    .toList();
        }
        try (Video video = Video.open(file)) {
            FrameIndex index = video.index();
            Set<Integer> damagedKeys = new HashSet<>();
            for (Row row : rows) {
                if (row.getAs("error") != null) {
                    Matcher named = Pattern.compile("frame (\\d+)").matcher(row.<String>getAs("error"));
                    if (named.find()) {
                        damagedKeys.add(index.keyFrameAtOrBefore(Integer.parseInt(named.group(1))));
                    }
                } else if (row.<Boolean>getAs("is_corrupt")) {
                    damagedKeys.add(index.keyFrameAtOrBefore(
                            row.<Long>getAs("frame_index").intValue()));
                }
            }
            List<List<Object>> compared = new ArrayList<>();
            for (Row row : rows) {
                Long frame = row.getAs("frame_index");
                boolean guessed = frame != null && damagedKeys.contains(index.keyFrameAtOrBefore(frame.intValue()));
                compared.add(Arrays.asList(
                        row.getAs("stream_index"),
                        frame,
                        row.getAs("is_corrupt"),
                        guessed ? "guessed" : row.getAs("data"),
                        row.getAs("error")));
            }
            return compared;
        }
    }

    private static List<String> errors(List<Row> rows) {
        return rows.stream()
                .map(row -> row.<String>getAs("error"))
                .filter(error -> error != null)
                .toList();
    }

    /** Overwrites the packets of some frames. */
    private static void spoil(Path file, int... frames) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (Video video = Video.open(file)) {
            PacketTable packets = video.index().packets();
            for (int frame : frames) {
                int packet = video.index().packetOfFrame(frame);
                int at = (int) packets.position(packet);
                Arrays.fill(bytes, at, at + packets.size(packet), (byte) 0xff);
            }
        }
        Files.write(file, bytes);
    }

    /** Noise in four places behind the header. */
    private Path damaged(Spec spec, long seed) throws IOException {
        Path file = TestVideos.make(
                folder.resolve(spec.encoder() + spec.gop() + "-" + seed + ".mp4"),
                spec.withMuxerOption("movflags", "+faststart"));
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(seed);
        int header = bytes.length / 5;
        for (int i = 0; i < 4; i++) {
            int at = header + random.nextInt(bytes.length - header - 200);
            byte[] noise = new byte[1 + random.nextInt(150)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, at, noise.length);
        }
        return Files.write(file, bytes);
    }

    private static DataFrameReader reader() {
        return SPARK.read().format("nvvideo").option("mode", "PERMISSIVE");
    }
}
