package io.nvvideo.rates;

import io.nvvideo.decode.nvdec.EngineLoad;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.List;

/**
 * What the engines decode when nobody looks at a picture, which is what reads through Spark are measured by; and the library
 * without Spark on the same files.
 */
public final class EngineRates {
    private static final String TABLE = "spark";
    /** As many as engines, and more: what is most of them is the engines' rate. */
    private static final List<Integer> THREADS = List.of(8, 16);

    /** The GPU, seconds that a cell may take, files of a cell, and one file each. */
    public static void main(String[] arguments) {
        String gpu = arguments[0];
        double seconds = Double.parseDouble(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        GpuReads reads = new GpuReads(gpu, GpuReads.KEEP_ALL, 0, 0);
        Output small = Output.RGB.withSize(336, 336, ResizeMode.CROP);
        for (String name : List.of(arguments).subList(3, arguments.length)) {
            Path file = Path.of(name);
            for (int threads : THREADS) {
                line(file, threads, "the engines", "decoded, nothing mapped").print(() -> {
                    try (EngineLoad load = new EngineLoad(gpu, file, threads)) {
                        return Together.run(threads, count, seconds, () -> worker(load));
                    }
                });
            }
            line(file, 16, "nvvideo", "library, rgb 336x336")
                    .print(() -> Together.run(
                            16, count, seconds, () -> reads.toHost(List.of(file), Selection.all(), small)));
        }
    }

    private static Together.Worker worker(EngineLoad load) {
        return new Together.Worker() {
            @Override
            public Together.Piece work(int number) {
                long began = System.nanoTime();
                return new Together.Piece(load.decode(), System.nanoTime() - began);
            }

            @Override
            public void close() {
                // the sessions are shared
            }
        };
    }

    private static RateLine line(Path file, int threads, String who, String how) {
        return new RateLine(TABLE, file.getFileName().toString(), "all frames", threads, who, how);
    }
}
