package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of Spark on a GPU, in a process that finds the driver of the library's tests: its hardware is FFmpeg. */
class GpuReadTest {
    @TempDir
    private Path folder;

    private static List<String> lines(MockDriver driver, Path videos) throws Exception {
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(driver::jvm);
        Run run = driver.jvm("-Dio.netty.tryReflectionSetAccessible=true").run(GpuReadTest.class, videos.toString());
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.calls()).as(run.text()).containsEntry("open parsers", 0).containsEntry("open streams", 0);
        return run.lines().stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    @Test
    void rowsAreThoseOfTheCpuAndMetricsTellWhatTheGpuDid() throws Exception {
        TestVideos.make(folder.resolve("one.mp4"), Spec.H264);
        TestVideos.make(folder.resolve("two.mp4"), Spec.H264);
        TestVideos.make(folder.resolve("three.mp4"), Spec.MPEG4);
        assertThat(lines(MockDriver.decoding().set("MOCK_GPUS", "1"), folder))
                .containsExactly(
                        "auto: 110 rows, the CPU's: true",
                        "number of frames decoded on GPUs 60, number of videos that GPUs could not decode 1",
                        "cuda: 110 rows, the CPU's: true",
                        "number of frames decoded on GPUs 110",
                        "cuda:5: NO_DEVICE Cannot use GPU 5: none has that index or UUID.",
                        "one.mp4 [true,null]",
                        "three.mp4 [true,null]",
                        "two.mp4 [true,null]");
    }

    @Test
    void withoutAGpuAutoReadsAndCudaSaysWhy() throws Exception {
        TestVideos.make(folder.resolve("one.mp4"), Spec.H264);
        assertThat(lines(MockDriver.decoding().set("MOCK_GPUS", "0"), folder))
                .containsExactly(
                        "auto: 30 rows, the CPU's: true",
                        "",
                        "cuda: NO_DEVICE Cannot use a GPU here: the driver lists no GPU.",
                        "cuda:5: NO_DEVICE Cannot use a GPU here: the driver lists no GPU.",
                        "one.mp4 [false,the driver lists no GPU]");
    }

    /** The process: reads the folder on every device, and says how the rows compare with the CPU's. */
    public static void main(String[] arguments) {
        SparkSession spark = LocalSpark.session();
        List<Row> wanted = rows(spark, arguments[0], "cpu");
        for (String device : List.of("auto", "cuda", "cuda:5")) {
            try {
                List<Row> read = new ArrayList<>();
                Map<String, Long> metrics =
                        new TreeMap<>(QueryMetrics.of(spark, () -> read.addAll(rows(spark, arguments[0], device))));
                System.out.println("> " + device + ": " + read.size() + " rows, the CPU's: " + same(read, wanted));
                metrics.keySet()
                        .retainAll(List.of(
                                "number of frames decoded on GPUs", "number of videos that GPUs could not decode"));
                System.out.println("> "
                        + String.join(
                                ", ",
                                metrics.entrySet().stream()
                                        .map(metric -> metric.getKey() + " " + metric.getValue())
                                        .toList()));
            } catch (Exception e) {
                System.out.println("> " + device + ": " + reason(e));
            }
        }
        spark
                .read()
                .format("nvvideo")
                .option("view", "videos")
                .load(arguments[0])
                .select("path", "gpu")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0).replaceFirst(".*/", "") + " " + row.get(1))
                .sorted()
                .forEach(line -> System.out.println("> " + line));
        spark.stop();
    }

    private static String reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof io.nvvideo.VideoException failure) {
                String message = failure.getMessage();
                return failure.code() + " " + message.substring(0, message.indexOf('.') + 1);
            }
        }
        return thrown instanceof SparkException ? thrown.getMessage() : thrown.toString();
    }

    private static List<Row> rows(SparkSession spark, String folder, String device) {
        Dataset<Row> frames = spark.read()
                .format("nvvideo")
                .option("device", device)
                .option("width", 64)
                .load(folder)
                .select("path", "frame_index", "frame_pts", "pict_type", "is_corrupt", "data");
        return frames.collectAsList().stream()
                .sorted(Comparator.comparing((Row row) -> row.getString(0)).thenComparing(row -> row.getLong(1)))
                .toList();
    }

    /** The same but for a step of 255. */
    private static boolean same(List<Row> rows, List<Row> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            Object[] one = values(rows.get(i));
            Object[] other = values(wanted.get(i));
            byte[] pixels = (byte[]) one[5];
            byte[] pixelsWanted = (byte[]) other[5];
            if (!Arrays.equals(one, 0, 5, other, 0, 5) || pixels.length != pixelsWanted.length) {
                return false;
            }
            for (int j = 0; j < pixels.length; j++) {
                if (Math.abs((pixels[j] & 0xff) - (pixelsWanted[j] & 0xff)) > 1) {
                    return false;
                }
            }
        }
        return rows.size() == wanted.size();
    }

    private static Object[] values(Row row) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
        }
        return values;
    }
}
