package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads videos on a GPU and on the CPU and tells how they differ: for each file a line that begins with {@link #RESULT}, the
 * file's name, a tab and {@link #SAME}, {@link #NOT_ON_GPU} and why, or what differs.
 */
public final class DeviceComparison {
    static final String RESULT = "RESULT ";
    static final String SAME = "same";
    static final String NOT_ON_GPU = "not on this GPU: ";
    private static final int MAX_FRAMES = 40;

    /** What the same bytes are promised of, and (those that begin with rgb or gray) what is within one step of 255. */
    private static final Map<String, Output> OUTPUTS = new TreeMap<>(Map.of(
            "native", Output.RGB.withFormat(FrameFormat.NATIVE),
            "surface", Output.RGB.withFormat(FrameFormat.SURFACE),
            "rgb", Output.RGB,
            "rgbp crop", Output.RGB.withFormat(FrameFormat.RGBP).withSize(112, 112, ResizeMode.CROP),
            "gray16 fit",
                    Output.RGB.withFormat(FrameFormat.GRAY).withBitDepth(16).withSize(64, 0, ResizeMode.FIT),
            "jpeg", Output.RGB.withFormat(FrameFormat.JPEG)));

    private final Path file;
    private final List<String> differences = new ArrayList<>();

    private final LatencyMode latency;

    private DeviceComparison(Path file, LatencyMode latency) {
        this.file = file;
        this.latency = latency;
    }

    /** The outputs, with commas between them, or {@code all}; the frames, or {@code all}; the latency mode; the files. */
    public static void main(String[] arguments) {
        for (int i = 3; i < arguments.length; i++) {
            DeviceComparison comparison =
                    new DeviceComparison(Path.of(arguments[i]), LatencyMode.valueOf(arguments[2]));
            String result;
            try {
                for (String output : arguments[0].equals("all") ? OUTPUTS.keySet() : List.of(arguments[0].split(","))) {
                    comparison.compare(output, arguments[1]);
                }
                result = comparison.differences.isEmpty() ? SAME : String.join("; ", comparison.differences);
            } catch (VideoException e) {
                // Of a file that neither can read there is nothing to compare.
                boolean unsupported =
                        e.code() == Code.UNSUPPORTED && e.getMessage().contains(" on GPU ");
                result = (unsupported ? NOT_ON_GPU : "failed: ") + e.getMessage();
            }
            System.out.println(RESULT + comparison.file.getFileName() + "\t" + result);
        }
    }

    private static Selection selection(String frames) {
        return frames.equals("all")
                ? Selection.all()
                : Selection.indices(java.util.Arrays.stream(frames.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    private Video open(Device device) {
        GpuOptions options = GpuOptions.DEFAULT.withDevice(device).withLatencyMode(latency);
        return Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withGpu(options));
    }

    private void compare(String name, String frames) {
        double most = name.startsWith("rgb") || name.startsWith("gray") ? 1 : 0;
        FrameComparison comparison = new FrameComparison(selection(frames), OUTPUTS.get(name), most, MAX_FRAMES);
        try (Video gpu = open(Device.parse("cuda:0"));
                Video cpu = open(Device.CPU)) {
            comparison
                    .difference(gpu::frames, cpu::frames)
                    .ifPresent(difference -> differences.add(name + ": " + difference));
        }
    }
}
