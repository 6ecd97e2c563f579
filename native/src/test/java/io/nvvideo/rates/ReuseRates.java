package io.nvvideo.rates;

import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.select.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What sessions that are kept are worth, by the method of PyNvVideoCodec's own benchmark: clips of 2 s, each thread decodes one
 * after the other, every frame becomes memory of its own on the GPU. Beside it, what users of the library read: small pixels on
 * the host.
 */
public final class ReuseRates {
    private static final String TABLE = "reuse";
    /** Of its frames one is looked at at a time. */
    private static final int FRAMES_AT_A_TIME = 4;
    /** The rows that matter come first: whoever has no time for the others has these. */
    private static final String THREADS = "8,1,16,4";

    private final String gpu;
    private final double seconds;

    private ReuseRates(String gpu, double seconds) {
        this.gpu = gpu;
        this.seconds = seconds;
    }

    /** The GPU, the folder, seconds that a cell may take, clips of a cell, and threads where it is not to be by all numbers. */
    public static void main(String[] arguments) throws Exception {
        ReuseRates rates = new ReuseRates(arguments[0], Double.parseDouble(arguments[2]));
        int clips = Integer.parseInt(arguments[3]);
        String counts = arguments.length > 4 ? arguments[4] : THREADS;
        List<Path> files = clips(Path.of(arguments[1]));
        for (int threads :
                Arrays.stream(counts.split(",")).mapToInt(Integer::parseInt).toArray()) {
            for (Path file : files) {
                rates.cell(RateVideos.name(file), List.of(file), threads, clips, 0, 0);
            }
            for (String codec : RateVideos.CODECS) {
                List<Path> mixed = files.stream()
                        .filter(file -> RateVideos.name(file).startsWith(codec) && RateVideos.isAtMost1080(file))
                        .toList();
                if (mixed.size() > 1) {
                    rates.cell(codec + "-mixed", mixed, threads, clips, 1920, 1080);
                }
            }
        }
    }

    private static List<Path> clips(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(RateVideos.CLIP))
                    .sorted(RateVideos.BY_CODEC_AND_SIZE)
                    .toList();
        }
    }

    private void cell(String video, List<Path> files, int threads, int clips, int maxWidth, int maxHeight) {
        GpuReads fresh = new GpuReads(gpu, 0, maxWidth, maxHeight);
        GpuReads kept = new GpuReads(gpu, GpuReads.KEEP_ALL, maxWidth, maxHeight);
        line(video, threads, "on the GPU, new sessions")
                .print(() -> Together.run(threads, clips, seconds, () -> onGpu(fresh, files)));
        line(video, threads, "on the GPU, kept sessions")
                .print(() -> Together.run(threads, clips, seconds, () -> onGpu(kept, files)));
        Output small = Output.RGB.withSize(336, 336, ResizeMode.CROP);
        line(video, threads, "rgb 336x336 on the host, kept sessions")
                .print(() -> Together.run(threads, clips, seconds, () -> kept.toHost(files, Selection.all(), small)));
    }

    private static Together.Worker onGpu(GpuReads reads, List<Path> files) {
        return reads.toDevice(files, Selection.all(), DeviceFrames.As.SURFACE, FRAMES_AT_A_TIME);
    }

    private static RateLine line(String video, int threads, String how) {
        return new RateLine(TABLE, video, "all frames", threads, "nvvideo", how);
    }
}
