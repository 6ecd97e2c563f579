package io.nvvideo.examples;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the key frames of a collection of videos as small pictures into a Parquet table, ready for training or labelling.
 *
 * <pre>{@code
 * spark-submit --class io.nvvideo.examples.FramesToParquet \
 *     --jars connector/target/nvvideo-spark-0.1.0-SNAPSHOT-linux-x86_64.jar \
 *     examples/target/nvvideo-examples-0.1.0-SNAPSHOT.jar s3a://bucket/videos/ s3a://bucket/key-frames/
 * }</pre>
 *
 * <p>Each row has the picture as RGB bytes, row by row, in {@code data}; with {@code width}, {@code height} and
 * {@code channels} it is {@code numpy.frombuffer(data, "uint8").reshape(height, width, channels)} in Python.
 */
public final class FramesToParquet {

    private FramesToParquet() {}

    /**
     * Writes the table, in the place of one that is there.
     *
     * @param arguments where the videos are, and the folder for the table
     */
    public static void main(String... arguments) {
        if (arguments.length != 2) {
            System.err.println("Usage: FramesToParquet VIDEOS TABLE");
            System.exit(2);
        }
        SparkSession spark = SparkSession.builder().appName("FramesToParquet").getOrCreate();
        spark.read()
                .format("nvvideo")
                .option("width", 336)
                .option("mode", "DROPMALFORMED")
                .load(arguments[0])
                .where(col("is_key_frame"))
                .select("path", "stream_index", "frame_index", "frame_time", "width", "height", "channels", "data")
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(arguments[1]);
        spark.stop();
    }
}
