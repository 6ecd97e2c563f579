package io.nvvideo.rates;

import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chosen frames of 30 s of 1080p as rgb, by threads that each have the file open for themselves: on the host, as the library
 * gives them, and such that they stay on the GPU, as those of other libraries do.
 */
public final class RetrievalRates {
    private static final String TABLE = "retrieval";
    private static final List<Integer> THREADS = List.of(1, 7, 3);
    private static final int ROUNDS = 1000;

    /** The GPU, the folder, seconds that a cell may take, and the file of the numbers. */
    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[2]);
        GpuReads reads = new GpuReads(arguments[0], GpuReads.KEEP_ALL, 0, 0);
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[1]))) {
            files = all.filter(file -> file.getFileName().toString().startsWith(RateVideos.LONG))
                    .sorted(RateVideos.BY_CODEC_AND_SIZE)
                    .toList();
        }
        List<String> choices = Files.readAllLines(Path.of(arguments[3]));
        for (int threads : THREADS) {
            for (Path file : files) {
                for (String choice : choices) {
                    if (!choice.startsWith("#")) {
                        cell(reads, file, choice, threads, seconds);
                    }
                }
            }
        }
    }

    private static void cell(GpuReads reads, Path file, String choice, int threads, double seconds) {
        String what = choice.substring(0, choice.indexOf(' '));
        int[] numbers = Arrays.stream(choice.substring(what.length() + 1).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        Selection selection = Selection.indices(numbers);
        List<Path> files = List.of(file);
        line(file, what, threads, "rgb on the GPU")
                .print(() -> Together.run(
                        threads,
                        ROUNDS,
                        seconds,
                        () -> reads.toDevice(files, selection, DeviceFrames.As.RGB, numbers.length)));
        line(file, what, threads, "rgb on the host")
                .print(() -> Together.run(threads, ROUNDS, seconds, () -> reads.toHost(files, selection, Output.RGB)));
    }

    private static RateLine line(Path file, String what, int threads, String how) {
        return new RateLine(TABLE, RateVideos.name(file), what, threads, "nvvideo", how);
    }
}
