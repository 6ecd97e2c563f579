package io.nvvideo.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packed jar on whichever Spark and Scala this was started with, against the truth that another decoder wrote. */
class PackedJarTest {

    private static final Path VIDEOS = Path.of(System.getProperty("nvvideo.videos"));
    private static SparkSession spark;

    /** One line of truth.tsv. */
    record Truth(String name, long frames, String sha256) {}

    static List<Truth> truths() throws Exception {
        return Files.readAllLines(VIDEOS.resolve("truth.tsv")).stream()
                .map(line -> line.split("\t"))
                .map(columns -> new Truth(columns[0], Long.parseLong(columns[1]), columns[2]))
                .toList();
    }

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.warehouse.dir", VIDEOS.resolve("warehouse").toString())
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void thisIsTheSparkAndTheScalaThatWereAskedFor() {
        assertEquals(System.getProperty("spark.version.expected"), spark.version());
        String version = scala.util.Properties.versionNumberString();
        assertTrue(version.startsWith(System.getProperty("scala.version.expected") + "."), version);
    }

    @ParameterizedTest
    @MethodSource("truths")
    void nativeBytesOfAllFramesAreTheTruth(Truth truth) throws Exception {
        List<Row> rows = read("frames", truth)
                .select("frame_index", "data")
                .orderBy("frame_index")
                .collectAsList();
        assertEquals(truth.frames(), rows.size());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        rows.forEach(row -> digest.update((byte[]) row.get(1)));
        assertEquals(truth.sha256(), HexFormat.of().formatHex(digest.digest()));
    }

    @ParameterizedTest
    @MethodSource("truths")
    void theInventoryCountsTheFrames(Truth truth) {
        Row row = read("videos", truth).select("num_frames", "error").head();
        assertEquals(truth.frames(), row.getLong(0));
        assertTrue(row.isNullAt(1));
    }

    private static Dataset<Row> read(String view, Truth truth) {
        return spark.read()
                .format("nvvideo")
                .option("view", view)
                .option("frameFormat", "native")
                .load(VIDEOS.resolve(truth.name()).toString());
    }
}
