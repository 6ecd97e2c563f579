package io.nvvideo.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nvvideo.GpuOptions;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Output;
import io.nvvideo.spark.read.PackingOptions;
import io.nvvideo.spark.read.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns the options of a read into the values that reading needs. */
final class ReadConfiguration {
    private static final int UNLIMITED_ROWS = 1 << 20;

    private final OptionValues options;

    ReadConfiguration(OptionValues options) {
        this.options = options;
    }

    /** {@code path} and {@code paths} together, as Spark's file sources have it. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        String several = options.get(Options.PATHS);
        if (several != null) {
            try {
                paths.addAll(List.of(new ObjectMapper().readValue(several, String[].class)));
            } catch (JsonProcessingException e) {
                throw new VideoException(
                        Code.INVALID_ARGUMENT,
                        "Cannot read with option 'paths' = '" + several
                                + "': it is a JSON array of strings such as [\"/a.mp4\", \"/b.mp4\"].");
            }
        }
        String one = options.get(Options.PATH);
        if (one != null) {
            paths.add(one);
        }
        if (paths.isEmpty()) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT,
                    "Cannot read videos: no path is given. Name files or directories in load(...) or in the option 'path'.");
        }
        return paths;
    }

    /** What to read and how, with what goes together checked. */
    ReadOptions readOptions() {
        PixelsAs pixels = options.get(Options.FRAME_FORMAT);
        int bitDepth = options.get(Options.BIT_DEPTH);
        if (bitDepth == 16 && !pixels.allows16Bits()) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT,
                    "Cannot read with option 'bitDepth' = '16': frameFormat "
                            + pixels.name().toLowerCase(Locale.ROOT)
                            + " does not have it. Use rgb, rgbp, bgr, gray or png.");
        }
        Output output = new Output(
                pixels.format(),
                bitDepth,
                options.get(Options.WIDTH),
                options.get(Options.HEIGHT),
                options.get(Options.RESIZE_MODE),
                options.get(Options.AUTO_ROTATE),
                options.get(Options.CONVERSION),
                options.get(Options.IMAGE_QUALITY));
        return new ReadOptions(
                options.get(Options.VIEW),
                output,
                pixels == PixelsAs.IMAGE,
                options.get(Options.STREAM_INDEX),
                FrameSelection.of(options),
                options.get(Options.DECODE_THREADS),
                gpu(),
                options.get(Options.PREFETCH_FRAMES),
                options.get(Options.MAX_BATCH_BYTES),
                maxBatchRows(),
                options.get(Options.MODE),
                options.get(Options.IGNORE_CORRUPT_FILES),
                options.get(Options.IGNORE_MISSING_FILES));
    }

    private GpuOptions gpu() {
        return new GpuOptions(
                options.get(GpuReadOptions.DEVICE),
                "",
                options.get(GpuReadOptions.DECODER_CACHE_SIZE),
                options.get(GpuReadOptions.MAX_WIDTH),
                options.get(GpuReadOptions.MAX_HEIGHT),
                options.get(GpuReadOptions.LATENCY_MODE));
    }

    /** How files become partitions. */
    PackingOptions packing(int defaultParallelism) {
        SessionConf conf = options.conf();
        long openCost = conf.get("spark.sql.files.openCostInBytes")
                .map(OptionParsers.bytesUpTo(Long.MAX_VALUE))
                .orElse(4L << 20);
        int minPartitions = conf.get("spark.sql.files.minPartitionNum")
                .or(() -> conf.get("spark.sql.leafNodeDefaultParallelism"))
                .map(OptionParsers.intBetween(1, Integer.MAX_VALUE))
                .orElse(defaultParallelism);
        return new PackingOptions(
                options.get(Options.MAX_PARTITION_BYTES), openCost, minPartitions, options.get(Options.SPLIT_VIDEOS));
    }

    private int maxBatchRows() {
        int rows = options.conf()
                .get("spark.sql.execution.arrow.maxRecordsPerBatch")
                .map(Integer::parseInt)
                .orElse(10_000);
        return rows > 0 ? rows : UNLIMITED_ROWS;
    }
}
