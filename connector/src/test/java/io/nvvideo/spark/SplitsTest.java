package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.Output;
import io.nvvideo.select.Ratio;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file gives the same rows, however it is split. */
@ExtendWith(SplitFiles.class)
class SplitsTest {
    private static final SparkSession SPARK = LocalSpark.session();

    /** What options choose, and the same without options. */
    private static final Map<Map<String, String>, Selection.Sampled> SAMPLERS = samplers();

    @TempDir
    static Path folder;

    private static Map<Map<String, String>, Selection.Sampled> samplers() {
        Map<Map<String, String>, Selection.Sampled> all = new LinkedHashMap<>();
        all.put(Map.of(), new Selection.Sampled(new Sampler.All(), Window.ALL));
        all.put(Map.of("fps", "7.5"), new Selection.Sampled(new Sampler.Fps(new Ratio(15, 2)), Window.ALL));
        all.put(Map.of("everyNthFrame", "3"), new Selection.Sampled(new Sampler.EveryNth(3), Window.ALL));
        all.put(Map.of("framesPerVideo", "5"), new Selection.Sampled(new Sampler.Spread(5), Window.ALL));
        all.put(
                Map.of("frameIndices", "3, -1, 20:40:7"),
                new Selection.Sampled(
                        new Sampler.Listed(List.of(
                                new Sampler.Listed.At(3),
                                new Sampler.Listed.At(-1),
                                new Sampler.Listed.Range(20, 40, 7))),
                        Window.ALL));
        all.put(
                Map.of("timestamps", "0.5,1.1"),
                new Selection.Sampled(
                        new Sampler.AtTimes(List.of(new BigDecimal("0.5"), new BigDecimal("1.1"))), Window.ALL));
        all.put(Map.of("keyFramesOnly", "true"), new Selection.Sampled(new Sampler.KeyFrames(), Window.ALL));
        all.put(
                Map.of("startTime", "0.3", "endTime", "1.50", "startFrame", "-100"),
                new Selection.Sampled(
                        new Sampler.All(), new Window(new BigDecimal("0.3"), new BigDecimal("1.5"), -100, null)));
        return all;
    }

    /** Files whose names let them be cut, whatever is in them. */
    private static Path video(String kind) {
        Path file = kind.equals("open GOP")
                ? Corpus.video("gen_h264_open_gop_k12.mp4")
                : TestVideos.make(
                        folder.resolve("made." + kind),
                        Spec.MPEG4.withFrames(60).withSize(64, 48));
        return SplitFiles.cuttable(file, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts", "open GOP"})
    void everySamplerGivesTheSameRowsHoweverAFileIsSplit(String kind) throws Exception {
        Path file = video(kind);
        List<String> all = pictures(file);
        for (int splits : new int[] {1, 2, 7, 31}) {
            Dataset<Row> query = null;
            for (Map<String, String> options : SAMPLERS.keySet()) {
                Dataset<Row> one = frames(file, splits, options)
                        .select(
                                functions.lit(options.toString()),
                                functions.col("path"),
                                functions.col("frame_index"),
                                functions.col("frame_pts"),
                                functions.md5(functions.col("data")));
                query = query == null ? one : query.unionAll(one);
            }
            assertThat(query.toJavaRDD().getNumPartitions()).isEqualTo(splits * SAMPLERS.size());
            Map<String, List<String>> rows = new TreeMap<>();
            for (Row row : query.orderBy("frame_index").collectAsList()) {
                assertThat(row.getString(1)).isEqualTo("file:" + file);
                rows.computeIfAbsent(row.getString(0), key -> new ArrayList<>())
                        .add(row.getLong(2) + " " + row.getLong(3) + " " + row.getString(4));
            }
            SAMPLERS.forEach((options, selection) -> {
                List<String> wanted =
                        chosen(file, selection).stream().map(all::get).toList();
                assertThat(wanted).as("%s", options).isNotEmpty();
                assertThat(rows.get(options.toString()))
                        .as("%s in %d splits with %s", kind, splits, options)
                        .isEqualTo(wanted);
            });
        }
    }

    @Test
    void randomFramesAreTheSameHoweverAFileIsSplit() {
        Path file = video("mp4");
        for (int seed : new int[] {0, 5}) {
            Map<String, String> options = Map.of("randomFrames", "9", "seed", Integer.toString(seed));
            List<Row> whole = frames(file, 1, options)
                    .select("frame_index", "data")
                    .orderBy("frame_index")
                    .collectAsList();
            assertThat(whole).hasSize(9);
            for (int splits : new int[] {2, 7, 31}) {
                assertThat(frames(file, splits, options)
                                .select("frame_index")
                                .orderBy("frame_index")
                                .collectAsList())
                        .hasToString(whole.stream()
                                .map(row -> "[" + row.get(0) + "]")
                                .toList()
                                .toString());
            }
        }
        assertThat(frames(file, 1, Map.of("randomFrames", "9", "seed", "5"))
                        .select("frame_index")
                        .collectAsList())
                .isNotEqualTo(frames(file, 1, Map.of("randomFrames", "9"))
                        .select("frame_index")
                        .collectAsList());
    }

    /** Number, pts and MD5 of every picture, read with the library. */
    private static List<String> pictures(Path file) throws NoSuchAlgorithmException {
        List<String> all = new ArrayList<>();
        try (Video video = Video.open(file)) {
            for (var frame : video.list(Selection.all(), Output.RGB.withConversion(Conversion.FAST))) {
                String md5 = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5").digest(frame.data()));
                all.add(frame.info().index() + " " + frame.info().pts() + " " + md5);
            }
        }
        return all;
    }

    private static List<Integer> chosen(Path file, Selection selection) {
        try (Video video = Video.open(file)) {
            return Arrays.stream(video.select(selection)).boxed().toList();
        }
    }

    private static Dataset<Row> frames(Path file, int splits, Map<String, String> options) {
        DataFrameReader reader =
                SPARK.read().format("nvvideo").option("conversion", "fast").options(options);
        return SplitFiles.cut(reader, file, splits).load(file.toString());
    }
}
