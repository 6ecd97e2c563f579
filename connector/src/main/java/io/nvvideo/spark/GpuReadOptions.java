package io.nvvideo.spark;

import static io.nvvideo.spark.OptionParsers.intBetween;
import static io.nvvideo.spark.OptionParsers.oneOf;

import io.nvvideo.Device;
import io.nvvideo.LatencyMode;
import java.util.List;

/** The options that say whether and how GPUs decode. */
final class GpuReadOptions {
    static final VideoOption<Device> DEVICE = VideoOption.of(
            "device",
            "`auto`, `cpu`, `cuda`, `cuda:0`, `cuda:GPU-…`",
            "auto",
            "Where videos are decoded; `auto` takes a GPU for what it decodes exactly as the CPU does, `cuda` fails without one.",
            Device::parse);
    static final VideoOption<Integer> DECODER_CACHE_SIZE = VideoOption.of(
            "decoderCacheSize",
            "0 to 64",
            "8",
            "Decoder sessions that each GPU keeps for the next videos; what the last query to start says counts for all.",
            intBetween(0, 64));
    static final VideoOption<Integer> MAX_WIDTH = size("maxWidth", "wide");
    static final VideoOption<Integer> MAX_HEIGHT = size("maxHeight", "high");
    static final VideoOption<LatencyMode> LATENCY_MODE = VideoOption.of(
            "latencyMode",
            "`native`, `low`, `zero`",
            "native",
            "When a GPU takes a picture for complete: with the next packet, with its own, and without waiting for order where a"
                    + " video has none. The frames are the same.",
            oneOf(LatencyMode.class));

    /** In the order of the documentation. */
    static final List<VideoOption<?>> ALL = List.of(DEVICE, DECODER_CACHE_SIZE, MAX_WIDTH, MAX_HEIGHT, LATENCY_MODE);

    private GpuReadOptions() {}

    private static VideoOption<Integer> size(String name, String how) {
        return new VideoOption<>(
                name,
                "pixels",
                "the video's own",
                "Sessions are made for videos at least so " + how + ", so that the next, larger one can have them too.",
                intBetween(1, 16_384),
                conf -> 0);
    }
}
