package io.nvvideo.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes stock of a collection of videos: how many of each kind, how long, how large, and what cannot be read. Reads headers and
 * indices only and decodes nothing.
 *
 * <pre>{@code
 * spark-submit --class io.nvvideo.examples.Inventory \
 *     --jars connector/target/nvvideo-spark-0.1.0-SNAPSHOT-linux-x86_64.jar \
 *     examples/target/nvvideo-examples-0.1.0-SNAPSHOT.jar s3a://bucket/videos/
 * }</pre>
 */
public final class Inventory {

    private Inventory() {}

    /**
     * Prints the inventory.
     *
     * @param paths files, folders or globs on any file system that Hadoop opens
     */
    public static void main(String... paths) {
        if (paths.length == 0) {
            System.err.println("Usage: Inventory PATH...");
            System.exit(2);
        }
        SparkSession spark = SparkSession.builder().appName("Inventory").getOrCreate();
        Dataset<Row> videos = spark.read()
                .format("nvvideo")
                .option("view", "videos")
                .option("mode", "PERMISSIVE")
                .option("recursiveFileLookup", "true")
                .load(paths)
                .cache();

        videos.where(col("error").isNull())
                .groupBy("codec", "pixel_format", "width", "height")
                .agg(
                        count("*").as("videos"),
                        sum("num_frames").as("frames"),
                        sum("duration").as("seconds"),
                        sum("length").as("bytes"))
                .orderBy(col("videos").desc())
                .show(50, false);
        videos.where(col("error").isNotNull()).select("path", "error").show(50, false);
        spark.stop();
    }
}
