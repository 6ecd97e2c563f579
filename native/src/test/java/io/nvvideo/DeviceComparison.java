package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.nio.ByteBuffer;
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
        Output output = OUTPUTS.get(name);
        double most = name.startsWith("rgb") || name.startsWith("gray") ? 1 : 0;
        try (Video gpu = open(Device.parse("cuda:0"));
                Video cpu = open(Device.CPU)) {
            List<String> ofGpu = new ArrayList<>();
            List<byte[]> pixels = new ArrayList<>();
            read(gpu, output, frames, ofGpu, pixels);
            List<String> ofCpu = new ArrayList<>();
            List<byte[]> wanted = new ArrayList<>();
            read(cpu, output, frames, ofCpu, wanted);
            if (!ofGpu.equals(ofCpu)) {
                int at = 0;
                while (at < Math.min(ofGpu.size(), ofCpu.size())
                        && ofGpu.get(at).equals(ofCpu.get(at))) {
                    at++;
                }
                differences.add(name + ": frame " + at + " of " + ofGpu.size() + " and " + ofCpu.size() + " is "
                        + (at < ofGpu.size() ? ofGpu.get(at) : "missing") + ", on the CPU "
                        + (at < ofCpu.size() ? ofCpu.get(at) : "missing"));
                return;
            }
            for (int i = 0; i < wanted.size(); i++) {
                double steps = apart(pixels.get(i), wanted.get(i), output.bitDepth() == 16);
                if (steps > most) {
                    differences.add(name + ": frame " + i + " is " + steps + " apart");
                    return;
                }
            }
        }
    }

    /** The largest difference, in steps of 255. */
    private static double apart(byte[] one, byte[] other, boolean deep) {
        if (one.length != other.length) {
            return Double.POSITIVE_INFINITY;
        }
        double most = 0;
        for (int i = 0; i < one.length; i += deep ? 2 : 1) {
            int distance = Math.abs(sample(one, i, deep) - sample(other, i, deep));
            most = Math.max(most, deep ? distance / 257.0 : distance);
        }
        return most;
    }

    private static int sample(byte[] bytes, int at, boolean deep) {
        return deep ? (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 : bytes[at] & 0xff;
    }

    private static void read(Video video, Output output, String frames, List<String> told, List<byte[]> pixels) {
        try (FrameReader reader = video.frames(selection(frames), output)) {
            while (told.size() < MAX_FRAMES) {
                try {
                    if (!reader.next()) {
                        break;
                    }
                } catch (VideoException e) {
                    if (e.code() == Code.UNSUPPORTED) {
                        throw e;
                    }
                    told.add(e.code() + " " + e.getMessage());
                    continue;
                }
                FrameInfo info = reader.info();
                told.add(info + " " + reader.image().shape());
                byte[] bytes = new byte[(int) reader.image().shape().byteSize()];
                reader.image().copyTo(ByteBuffer.wrap(bytes));
                pixels.add(bytes);
            }
        }
    }
}
