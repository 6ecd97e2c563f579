package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestJvm;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.spark.LocalSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 4K video in a process with a heap of 1 GB: what it takes outside the heap is what the README says. */
class SmallExecutorTest {
    private static final int FRAMES = 12;
    private static final int HEAP_MIB = 1024;
    /** For one core and 4K, of README, Memory: 4 x 150 MB, and 256 MB more. */
    private static final int OVERHEAD_MIB = 4 * 150 + 256;

    @TempDir
    Path folder;

    @Test
    void aVideoOf4kIsReadInOneGigabyte() throws IOException, InterruptedException {
        Spec ultraHd = Spec.H264.withSize(3840, 2160).withFrames(FRAMES);
        TestVideos.make(folder.resolve("4k.mp4"), ultraHd);
        List<String> options =
                new ArrayList<>(List.of("-Xmx" + HEAP_MIB + "m", "-Dio.netty.tryReflectionSetAccessible=true"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(options::add);
        String[] numbers =
                TestJvm.run(options, SmallExecutorTest.class, folder.toString()).split("\\s+");
        assertThat(Long.parseLong(numbers[0])).isEqualTo(FRAMES * 3840L * 2160 * 3);
        long peakMib = Long.parseLong(numbers[1]) / 1024;
        System.out.println("A 4K video at -Xmx1g: the process held " + peakMib + " MiB at most, "
                + Long.parseLong(numbers[2]) / 1024 + " MiB of them heap");
        assertThat(peakMib).isLessThan(HEAP_MIB + OVERHEAD_MIB);
    }

    /** The process: prints how many bytes of pixels it read, and in KiB the most memory that it held and its heap. */
    public static void main(String[] arguments) throws IOException {
        SparkSession spark = LocalSpark.session();
        long bytes = 0;
        for (int i = 0; i < 2; i++) {
            Row sum = spark.read()
                    .format("nvvideo")
                    .load(arguments[0] + "/4k.mp4")
                    .selectExpr("sum(length(data))")
                    .first();
            bytes = sum.getLong(0);
        }
        long peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        System.out.println(bytes + " " + peak + " " + Runtime.getRuntime().totalMemory() / 1024);
        spark.stop();
    }
}
