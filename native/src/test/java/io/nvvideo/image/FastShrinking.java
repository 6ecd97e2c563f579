package io.nvvideo.image;

import io.nvvideo.Device;
import io.nvvideo.Frame;
import io.nvvideo.GpuOptions;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.VideoOptions;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.Orientation;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link FastShrinkingTest} has run where there is a driver: reads an 8-bit 4:2:0 video with {@code conversion=fast} on the GPU
 * and prints for each output how far it is from three things on the CPU, in steps of 255: the mean of the samples that a smaller
 * one covers, converted exactly (what the stand-in's scaler makes); {@code exact}; and {@code fast}, on average too.
 */
public final class FastShrinking {
    static final Map<String, Output> OUTPUTS = new LinkedHashMap<>();

    static {
        Output fast = Output.RGB.withConversion(Conversion.FAST);
        OUTPUTS.put("half", fast.withSize(80, 60, ResizeMode.STRETCH));
        OUTPUTS.put("fit", fast.withSize(48, 0, ResizeMode.FIT));
        OUTPUTS.put("crop", fast.withFormat(FrameFormat.BGR).withSize(60, 60, ResizeMode.CROP));
        OUTPUTS.put("pad", fast.withFormat(FrameFormat.RGBP).withSize(96, 96, ResizeMode.PAD));
        OUTPUTS.put("stretch", fast.withSize(100, 24, ResizeMode.STRETCH));
        OUTPUTS.put("odd", fast.withSize(81, 60, ResizeMode.STRETCH));
        OUTPUTS.put("larger", fast.withSize(320, 0, ResizeMode.FIT));
        OUTPUTS.put("wider", fast.withSize(200, 60, ResizeMode.STRETCH));
        OUTPUTS.put("same", fast);
        OUTPUTS.put("gray", fast.withFormat(FrameFormat.GRAY).withSize(80, 60, ResizeMode.STRETCH));
        OUTPUTS.put("deep", fast.withBitDepth(16).withSize(80, 60, ResizeMode.STRETCH));
    }

    private static final Selection FRAMES = Selection.indices(0, 1, 2, 3, 4);

    private FastShrinking() {}

    /** The file. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        VideoOptions options = VideoOptions.DEFAULT.withGpu(GpuOptions.DEFAULT.withDevice(Device.parse("cuda:0")));
        try (Video gpu = Video.open(ByteSource.of(file), options);
                Video cpu = OnCpu.open(file)) {
            List<Frame> samples = cpu.list(FRAMES, Output.RGB.withFormat(FrameFormat.NATIVE));
            OUTPUTS.forEach((name, output) -> {
                List<Frame> found = gpu.list(FRAMES, output);
                List<Frame> exact = cpu.list(FRAMES, output.withConversion(Conversion.EXACT));
                List<Frame> fast = cpu.list(FRAMES, output);
                double fromMean = 0;
                for (int i = 0; i < samples.size(); i++) {
                    byte[] expected =
                            ofMeans(samples.get(i), output, cpu.stream().orientation());
                    fromMean = Math.max(fromMean, most(found.get(i).data(), expected, output));
                }
                System.out.printf(
                        "%s\t%.3f\t%.3f\t%.3f\t%.3f%n",
                        name,
                        fromMean,
                        most(found, exact, output),
                        most(found, fast, output),
                        mean(found, fast, output));
            });
            System.out.println("sessions\t" + gpu.statistics().gpu().sessionsCreated());
        }
    }

    private static byte[] ofMeans(Frame frame, Output output, Orientation orientation) {
        int width = frame.shape().width();
        int height = frame.shape().height();
        try (TestFrame whole = new TestFrame("yuv420p", width, height)) {
            Geometry geometry = Geometry.of(output, width, height, whole.format, orientation, "a test");
            int smallWidth = geometry.storedScaledWidth();
            int smallHeight = geometry.storedScaledHeight();
            try (TestFrame small = new TestFrame("yuv420p", smallWidth, smallHeight).tags(2, 1, 0)) {
                int start = 0;
                for (int c = 0; c < 3; c++) {
                    int from = start;
                    int across = whole.width(c);
                    for (int y = 0; y < small.height(c); y++) {
                        for (int x = 0; x < small.width(c); x++) {
                            small.set(c, x, y, mean(frame.data(), from, across, whole.height(c), x, y, small, c));
                        }
                    }
                    start += across * whole.height(c);
                }
                return Pixels.of(output.withConversion(Conversion.EXACT), small, orientation)
                        .bytes();
            }
        }
    }

    /** The mean of what a sample covers, weighted by how much of each it covers, rounded. */
    private static int mean(byte[] from, int start, int across, int down, int x, int y, TestFrame small, int c) {
        int columns = small.width(c);
        int rows = small.height(c);
        double sum = 0;
        for (int v = 0; v < down; v++) {
            double height = overlap(v, down, y, rows);
            for (int u = 0; height > 0 && u < across; u++) {
                sum += height * overlap(u, across, x, columns) * (from[start + v * across + u] & 0xff);
            }
        }
        return (int) Math.floor(sum / ((double) across * down) + 0.5);
    }

    /** How much of sample i of n lies in part j of m, in units of 1 / (n m), times n. */
    private static double overlap(int i, int n, int j, int m) {
        return Math.max(0, Math.min((i + 1) * m, (j + 1) * n) - Math.max(i * m, j * n));
    }

    private static double most(List<Frame> found, List<Frame> wanted, Output output) {
        double most = 0;
        for (int i = 0; i < wanted.size(); i++) {
            most = Math.max(most, most(found.get(i).data(), wanted.get(i).data(), output));
        }
        return most;
    }

    private static double most(byte[] one, byte[] other, Output output) {
        if (one.length != other.length) {
            throw new IllegalStateException(one.length + " bytes and " + other.length);
        }
        boolean deep = output.bitDepth() == 16;
        double most = 0;
        for (int i = 0; i < one.length; i += deep ? 2 : 1) {
            most = Math.max(most, distance(one, other, i, deep));
        }
        return most;
    }

    private static double distance(byte[] one, byte[] other, int i, boolean deep) {
        int distance = deep
                ? ((one[i] & 0xff) | (one[i + 1] & 0xff) << 8) - ((other[i] & 0xff) | (other[i + 1] & 0xff) << 8)
                : (one[i] & 0xff) - (other[i] & 0xff);
        return Math.abs(distance) / (deep ? 257.0 : 1);
    }

    private static double mean(List<Frame> found, List<Frame> wanted, Output output) {
        boolean deep = output.bitDepth() == 16;
        double sum = 0;
        long count = 0;
        for (int i = 0; i < wanted.size(); i++) {
            byte[] bytes = wanted.get(i).data();
            for (int at = 0; at < bytes.length; at += deep ? 2 : 1) {
                sum += distance(found.get(i).data(), bytes, at, deep);
                count++;
            }
        }
        return sum / count;
    }
}
