package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files of all kinds, sound and damaged, give the same rows, all columns of them, however they are cut, on however many
 * threads, ahead or not. {@code -Dnvvideo.seed=} chooses other files.
 */
class SameRowsTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final int FILES = 12;
    /** Longer ones take long and are no different. */
    private static final long MAX_BYTES = 200_000;

    private static final List<String> COLUMNS = List.of(
            "stream_index",
            "frame_index",
            "frame_time",
            "frame_pts",
            "frame_dts",
            "frame_duration",
            "frame_time_base",
            "is_key_frame",
            "pict_type",
            "is_corrupt",
            "width",
            "height",
            "channels",
            "pixel_format",
            "metadata",
            "error");

    @TempDir
    static Path folder;

    @BeforeAll
    static void cutSmallFilesToo() {
        SPARK.conf().set("spark.sql.files.openCostInBytes", "1");
        SPARK.conf().set("spark.sql.files.minPartitionNum", "1");
    }

    @AfterAll
    static void asItWas() {
        SPARK.conf().unset("spark.sql.files.openCostInBytes");
        SPARK.conf().unset("spark.sql.files.minPartitionNum");
    }

    private record Way(int splits, int threads, int ahead) {}

    @Test
    void rowsAreTheSameHoweverFilesAreCutAndDecoded() throws IOException {
        long seed = Long.getLong("nvvideo.seed", 20);
        List<Path> files = files(new Random(seed));
        Map<Path, List<Row>> expected = rows(files, new Way(1, 1, 0));
        assertThat(expected.values().stream().mapToInt(List::size).sum()).isGreaterThan(10 * FILES);
        for (Way way : List.of(new Way(1, 3, 0), new Way(2, 3, 2), new Way(8, 1, 0))) {
            compare(rows(files, way), expected, "seed " + seed + ", " + way);
        }
    }

    private static void compare(Map<Path, List<Row>> found, Map<Path, List<Row>> expected, String label) {
        expected.forEach((file, rows) -> {
            Set<Integer> damaged = damagedKeys(file, rows);
            damaged.addAll(damagedKeys(file, found.get(file)));
            assertThat(comparable(file, found.get(file), damaged))
                    .as("%s: %s", label, file.getFileName())
                    .isEqualTo(comparable(file, rows, damaged));
        });
    }

    /** Copies whose names let them be cut, whatever is in them. */
    private static List<Path> files(Random random) throws IOException {
        Corpus.requireCorpus();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> listed = Files.list(Corpus.folder().resolve("videos"))) {
            for (Path file : listed.sorted().toList()) {
                if (Files.size(file) <= MAX_BYTES && Files.size(file) > 1000) {
                    all.add(file);
                }
            }
        }
        Collections.shuffle(all, random);
        List<Path> chosen = new ArrayList<>();
        for (Path file : all.subList(0, FILES)) {
            chosen.add(Files.copy(file, folder.resolve(file.getFileName() + ".mp4")));
        }
        return chosen;
    }

    /** By file, in the order of frames; those that tell of errors last. */
    private static Map<Path, List<Row>> rows(List<Path> files, Way way) {
        Dataset<Row> query = null;
        for (Path file : files) {
            Dataset<Row> one = SPARK.read()
                    .format("nvvideo")
                    .option("mode", "PERMISSIVE")
                    .option("frameFormat", "native")
                    .option("decodeThreads", way.threads())
                    .option("prefetchFrames", way.ahead())
                    .option("maxPartitionBytes", (file.toFile().length() + way.splits() - 1) / way.splits())
                    .load(file.toString())
                    .selectExpr(
                            "path",
                            "stream_index",
                            "frame_index",
                            "is_corrupt",
                            "error",
                            "md5(data) AS pixels",
                            "to_json(struct(" + String.join(", ", COLUMNS) + ")) AS others");
            query = query == null ? one : query.unionAll(one);
        }
        assertThat(query.toJavaRDD().getNumPartitions()).isEqualTo(files.size() * way.splits());
        Map<Path, List<Row>> rows = new TreeMap<>();
        files.forEach(file -> rows.put(file, new ArrayList<>()));
        for (Row row : query.collectAsList()) {
            rows.get(Path.of(row.<String>getAs("path").substring("file:".length())))
                    .add(row);
        }
        // Not by Spark, which would read everything once more to divide it.
        rows.values().forEach(ofFile -> ofFile.sort(Comparator.comparing(SameRowsTest::order)));
        return rows;
    }

    private static String order(Row row) {
        Long frame = row.getAs("frame_index");
        return String.format("%012d %s", frame == null ? 1L << 32 : frame, row.<String>getAs("error"));
    }

    /** Without the pixels behind damage up to the next key frame: what a decoder guesses may depend on what it has seen before. */
    private static List<List<Object>> comparable(Path file, List<Row> rows, Set<Integer> damaged) {
        try (Video video = damaged.isEmpty() ? null : Video.open(file)) {
            List<List<Object>> compared = new ArrayList<>();
            for (Row row : rows) {
                Long frame = row.getAs("frame_index");
                boolean guessed = !Boolean.getBoolean("strict")
                        && frame != null
                        && damaged.contains(key(video, frame.intValue()));
                compared.add(Arrays.asList(row.getAs("others"), guessed ? "guessed" : row.getAs("pixels")));
            }
            return compared;
        }
    }

    private static Set<Integer> damagedKeys(Path file, List<Row> rows) {
        Set<Integer> frames = new HashSet<>();
        for (Row row : rows) {
            String error = row.getAs("error");
            Matcher named =
                    error == null ? null : Pattern.compile("frame (\\d+)").matcher(error);
            if (named != null && named.find()) {
                frames.add(Integer.parseInt(named.group(1)));
            } else if (Boolean.TRUE.equals(row.<Boolean>getAs("is_corrupt"))) {
                frames.add(row.<Long>getAs("frame_index").intValue());
            }
        }
        Set<Integer> keys = new HashSet<>();
        if (!frames.isEmpty()) {
            try (Video video = Video.open(file)) {
                frames.forEach(frame -> keys.add(key(video, frame)));
            }
        }
        return keys;
    }

    private static int key(Video video, int frame) {
        return video == null ? -1 : video.index().keyFrameAtOrBefore(frame);
    }
}
