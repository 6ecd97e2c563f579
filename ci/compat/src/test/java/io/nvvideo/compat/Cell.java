package io.nvvideo.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The Spark, the Scala and the Java that the tests were started with, and the videos whose truth is known. */
final class Cell {
    /** One session for all tests. */
    static final SparkSession SPARK = SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate();

    private static final Path VIDEOS = Path.of(System.getProperty("nvvideo.videos"));

    private Cell() {}

    /**
     * One line of truth.tsv, which another decoder wrote.
     *
     * @param sha256 of the native bytes of all frames, in order
     * @param meanRgb of all samples of each component
     */
    record Truth(String name, long frames, String sha256, List<Double> meanRgb) {
        Path path() {
            return VIDEOS.resolve(name);
        }
    }

    static List<Truth> truths() {
        try {
            return Files.readAllLines(VIDEOS.resolve("truth.tsv")).stream()
                    .map(line -> line.split("\t"))
                    .map(columns -> new Truth(
                            columns[0],
                            Long.parseLong(columns[1]),
                            columns[2],
                            List.of(columns[3], columns[4], columns[5]).stream()
                                    .map(Double::valueOf)
                                    .toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The video that most tests read: 60 frames of 320x180. */
    static Truth h264() {
        return truths().stream()
                .filter(truth -> truth.name().equals("h264.mp4"))
                .findFirst()
                .orElseThrow();
    }

    /** Reads with options, which are names and values in turn. */
    static Dataset<Row> read(Path path, String... options) {
        DataFrameReader reader = SPARK.read().format("nvvideo");
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return reader.load(path.toString());
    }

    /** What EXPLAIN says of a query. */
    static String plan(Dataset<Row> query) {
        query.createOrReplaceTempView("explained");
        return SPARK.sql("EXPLAIN SELECT * FROM explained").first().getString(0);
    }
}
