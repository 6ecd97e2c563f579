package io.nvvideo;

import io.nvvideo.decode.nvdec.DecodingGpu;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The self-test of a GPU: whether it decodes known streams as the CPU does. They are decoded on both before the first video of their codec is given to that
 * GPU in this process, some tenths of a second: chips, drivers and containers' runtimes are many, a wrong frame looks like
 * a right one, and nobody looks at millions of them.
 */
final class KnownAnswers {
    /** {@code on}, the default; {@code off} gives videos to GPUs untested. */
    static final String PROPERTY = "nvvideo.cuda.selfTest";

    /** Of which codecs there are streams; what is particular to the others is not tested. */
    private static final Map<String, List<String>> STREAMS = Map.of(
            "h264", List.of("h264.mp4"),
            "hevc", List.of("hevc.mp4", "hevc10.mp4"),
            "vp9", List.of("vp9.webm"),
            "av1", List.of("av1.mp4"));

    private static final List<String> OF_ANY_CODEC = List.of("h264.mp4");

    private static final List<FrameComparison> COMPARISONS = List.of(
            new FrameComparison(Selection.all(), Output.RGB.withFormat(FrameFormat.NATIVE), 0, Integer.MAX_VALUE),
            // Frames taken alone, over both groups of pictures, by the kernels.
            new FrameComparison(
                    Selection.indices(3, 4, 8, 12, 17),
                    Output.RGB.withSize(96, 64, ResizeMode.CROP),
                    1,
                    Integer.MAX_VALUE));

    /** Where a GPU's decoders are all in use for so long, there is no verdict: those who use them may wait for this one. */
    private static final long MAX_NANOS = 10_000_000_000L;

    private record Test(String gpu, String stream) {}

    /** Empty: passed. */
    private static final Map<Test, Optional<String>> VERDICTS = new ConcurrentHashMap<>();

    private KnownAnswers() {}

    /**
     * Why a GPU is not to be used for a codec, as a clause; empty if it decodes as it should or that could not be found out.
     *
     * @param gpu the one that these wishes choose
     * @param codec FFmpeg's name
     */
    static Optional<String> reasonAgainst(DecodingGpu gpu, GpuOptions wishes, String codec) {
        if (System.getProperty(PROPERTY, "on").toLowerCase(Locale.ROOT).equals("off")) {
            return Optional.empty();
        }
        return STREAMS.getOrDefault(codec, OF_ANY_CODEC).stream()
                .map(stream -> verdict(gpu, wishes, stream))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> verdict(DecodingGpu gpu, GpuOptions wishes, String stream) {
        Optional<String> known =
                VERDICTS.computeIfAbsent(new Test(gpu.toString(), stream), test -> tested(test.gpu(), wishes, stream));
        return known == null ? Optional.empty() : known;
    }

    /** Null if it could not be found out, so that the next one to ask finds out. */
    private static Optional<String> tested(String gpuName, GpuOptions wishes, String stream) {
        GpuOptions onGpu = GpuOptions.DEFAULT
                .withDevice(wishes.device().kind() == Device.Kind.CUDA ? wishes.device() : Device.CUDA)
                .withTaskGpu(wishes.taskGpu())
                .withDecoderCacheSize(wishes.decoderCacheSize());
        byte[] bytes = bytes(stream);
        try (OpenSource gpu = open(stream, bytes, onGpu);
                OpenSource cpu = open(stream, bytes, GpuOptions.DEFAULT.withDevice(Device.CPU))) {
            return COMPARISONS.stream()
                    .map(comparison -> comparison.difference(gpu::read, cpu::read))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(difference -> failed(gpuName, stream, difference));
        } catch (VideoException e) {
            return FrameComparison.isOfTheVideo(e) ? Optional.of(failed(gpuName, stream, e.getMessage())) : null;
        }
    }

    private static String failed(String gpuName, String stream, String how) {
        String reason = "it does not decode a known stream as the CPU does (self-test " + stream + ": " + how
                + "), so that its frames could be wrong; another driver may help";
        OnceLog.warn("A GPU is left alone: {}.", gpuName + ", " + reason);
        return reason;
    }

    private static OpenSource open(String stream, byte[] bytes, GpuOptions options) {
        long began = System.nanoTime();
        return OpenSource.open(
                ByteSource.of("self-test " + stream, bytes),
                VideoOptions.DEFAULT.withGpu(options).withCancelled(() -> System.nanoTime() - began > MAX_NANOS),
                GpuDoubts.NONE);
    }

    private static byte[] bytes(String stream) {
        try (InputStream resource = KnownAnswers.class.getResourceAsStream("selftest/" + stream)) {
            if (resource == null) {
                throw new IllegalStateException("The jar lacks io/nvvideo/selftest/" + stream);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
