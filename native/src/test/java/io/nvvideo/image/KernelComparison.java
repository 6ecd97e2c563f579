package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;

import io.nvvideo.media.Orientation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts frames by the kernels and by the CPU, and prints how far they are apart: a line a source, output and depth with the
 * number of comparisons and the largest difference in steps of 255. Run in a JVM that has the mock driver.
 */
public final class KernelComparison {
    static final List<String> SOURCES = List.of(
            "yuv420p",
            "yuv422p",
            "yuv444p",
            "yuv420p10le",
            "yuv420p12le",
            "yuv420p16le",
            "yuv422p10le",
            "yuv444p10le",
            "yuv444p12le",
            "gray",
            "gray10le",
            "gbrp",
            "gbrp10le");
    /** Without those that differ from another one in their depth alone. */
    static final List<String> PLACED =
            SOURCES.stream().filter(source -> !source.matches(".*1[26]le")).toList();

    static final List<FrameFormat> FORMATS =
            List.of(FrameFormat.RGB, FrameFormat.RGBP, FrameFormat.BGR, FrameFormat.GRAY);
    static final int[] MATRICES = {1, 2, 4, 5, 6, 7, 8, 9};
    static final int[] RANGES = {0, 1, 2};
    static final int[] LOCATIONS = {0, 1, 2, 3, 4, 5, 6};

    static final int[][] SIZES = {{22, 18}, {21, 17}, {22, 17}};

    /** Size and mode as options give them: smaller, larger, one side, cut, padded; much smaller, so that filters are wide. */
    static final List<Output> PLACES = List.of(
            Output.RGB,
            Output.RGB.withSize(9, 7, ResizeMode.STRETCH),
            Output.RGB.withSize(37, 31, ResizeMode.STRETCH),
            Output.RGB.withSize(11, 9, ResizeMode.FIT),
            Output.RGB.withSize(0, 24, ResizeMode.FIT),
            Output.RGB.withSize(13, 13, ResizeMode.CROP),
            Output.RGB.withSize(29, 17, ResizeMode.PAD),
            Output.RGB.withSize(17, 29, ResizeMode.PAD),
            Output.RGB.withSize(3, 2, ResizeMode.STRETCH));

    /** How far apart, and how often looked at. */
    private static final class Worst {
        int comparisons;
        double steps;
        String where = "";

        void add(double difference, String what) {
            comparisons++;
            if (difference > steps) {
                steps = difference;
                where = what;
            }
        }
    }

    private final Map<String, Worst> results = new LinkedHashMap<>();

    private KernelComparison() {}

    /** The first argument says what is varied. */
    public static void main(String[] arguments) {
        KernelComparison comparison = new KernelComparison();
        try (GpuPixels gpu = new GpuPixels()) {
            switch (arguments[0]) {
                case "colours" -> comparison.colours(gpu);
                case "places" -> comparison.places(gpu);
                case "formula" -> comparison.formula(gpu);
                case "gray" -> comparison.gray(gpu);
                case "large" -> comparison.large(gpu);
                case "each" -> comparison.each(gpu);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        comparison.results.forEach((key, worst) ->
                System.out.printf("%s\t%d\t%.4f\t%s%n", key, worst.comparisons, worst.steps, worst.where));
    }

    /** Every matrix, range and siting at the stored size. */
    private void colours(GpuPixels gpu) {
        for (String source : SOURCES) {
            try (TestFrame frame = new TestFrame(source, 22, 18).fill(TestFrame.noise(source.hashCode()))) {
                for (int matrix : MATRICES) {
                    for (int range : RANGES) {
                        for (int location : LOCATIONS) {
                            frame.tags(matrix, range, location);
                            everyOutput(
                                    gpu,
                                    Output.RGB,
                                    frame,
                                    Orientation.UPRIGHT,
                                    "matrix " + matrix + " range " + range + " location " + location);
                        }
                    }
                }
            }
        }
    }

    /** Every orientation, size and mode, even and odd. */
    private void places(GpuPixels gpu) {
        for (String source : PLACED) {
            for (int[] size : SIZES) {
                try (TestFrame frame = new TestFrame(source, size[0], size[1]).fill(TestFrame.noise(size[0]))) {
                    for (int turn = 0; turn < 8; turn++) {
                        Orientation orientation = new Orientation(90 * (turn % 4), turn >= 4);
                        for (Output place : PLACES) {
                            // Both sitings that are met, both ranges, in turn.
                            frame.tags(1 + turn % 2 * 5, 1 + turn / 2 % 2, 1 + turn % 2);
                            String where = size[0] + "x" + size[1] + " " + orientation + " to " + place.width() + "x"
                                    + place.height() + " " + place.resizeMode();
                            everyOutput(gpu, place, frame, orientation, where);
                        }
                    }
                }
            }
        }
    }

    private void everyOutput(GpuPixels gpu, Output place, TestFrame frame, Orientation orientation, String where) {
        for (FrameFormat format : FORMATS) {
            for (int depth : new int[] {8, 16}) {
                Output output = place.withFormat(format).withBitDepth(depth);
                Pixels cpu = Pixels.of(output, frame, orientation);
                Pixels ours = gpu.of(output, frame, orientation);
                if (!cpu.shape().equals(ours.shape())) {
                    throw new IllegalStateException(cpu.shape() + " is not " + ours.shape());
                }
                worst(frame, output).add(difference(cpu, ours), where);
            }
        }
    }

    /** Against the formula in double precision, which both were made from. */
    private void formula(GpuPixels gpu) {
        for (String source :
                SOURCES.stream().filter(name -> name.startsWith("yuv")).toList()) {
            for (int[] size : new int[][] {{48, 32}, {22, 18}}) {
                for (int[] to : new int[][] {size, {24, 16}, {61, 50}, {13, 21}, {5, 4}}) {
                    for (int matrix : new int[] {1, 4, 5, 6, 7, 9}) {
                        for (int range : new int[] {1, 2}) {
                            for (int location : new int[] {1, 2}) {
                                one(gpu, source, size, to, matrix, range, location);
                            }
                        }
                    }
                }
            }
        }
    }

    /** Resized luma, darker than black and lighter than white as well: it is clamped at its new size. */
    private void gray(GpuPixels gpu) {
        for (String source : PLACED) {
            if (source.startsWith("gbr")) {
                continue; // its gray is made of three planes
            }
            for (int[] to : new int[][] {{48, 32}, {24, 16}, {61, 50}, {13, 21}, {5, 4}}) {
                for (int range : new int[] {1, 2}) {
                    try (TestFrame frame = new TestFrame(source, 48, 32)
                            .fill(TestFrame.noise(range))
                            .tags(1, range, 1)) {
                        double[][][] reference = Reference.gray(frame, range == 2, to[0], to[1]);
                        for (int depth : new int[] {8, 16}) {
                            Output output = Output.RGB
                                    .withFormat(FrameFormat.GRAY)
                                    .withSize(to[0], to[1], ResizeMode.STRETCH)
                                    .withBitDepth(depth);
                            double distance =
                                    gpu.of(output, frame, Orientation.UPRIGHT).distance(reference);
                            worst(frame, output).add(distance / (depth == 8 ? 1 : 257), "to " + to[0] + "x" + to[1]);
                        }
                    }
                }
            }
        }
    }

    private void one(GpuPixels gpu, String source, int[] size, int[] to, int matrix, int range, int location) {
        try (TestFrame frame = new TestFrame(source, size[0], size[1])
                .fill(TestFrame.noise(matrix))
                .tags(matrix, range, location)) {
            double[][][] reference = Reference.rgb(frame, matrix, range == 2, location == 1, to[0], to[1]);
            for (int depth : new int[] {8, 16}) {
                Output output =
                        Output.RGB.withSize(to[0], to[1], ResizeMode.STRETCH).withBitDepth(depth);
                double most = depth == 8 ? 1 : 257;
                worst(frame, output)
                        .add(
                                gpu.of(output, frame, Orientation.UPRIGHT).distance(reference) / most,
                                size[0] + "x" + size[1] + " to " + to[0] + "x" + to[1]);
            }
        }
    }

    /** Every kernel on every layout, a few times: for tools that make each of them a hundred times as slow. */
    private void each(GpuPixels gpu) {
        Orientation turned = new Orientation(90, true);
        for (String source : SOURCES) {
            try (TestFrame frame =
                    new TestFrame(source, 71, 47).fill(TestFrame.noise(5)).tags(1, 1, 1)) {
                everyOutput(gpu, Output.RGB, frame, Orientation.UPRIGHT, "as it is");
                everyOutput(gpu, Output.RGB.withSize(33, 29, ResizeMode.CROP), frame, turned, "turned and cut");
                everyOutput(gpu, Output.RGB.withSize(97, 31, ResizeMode.PAD), frame, Orientation.UPRIGHT, "padded");
            }
        }
    }

    /** Sizes that people use. */
    private void large(GpuPixels gpu) {
        for (String source : List.of("yuv420p", "yuv420p10le")) {
            try (TestFrame frame =
                    new TestFrame(source, 1920, 1080).fill(TestFrame.noise(3)).tags(1, AVCOL_RANGE_MPEG, 1)) {
                for (Output output : List.of(
                        Output.RGB.withSize(0, 720, ResizeMode.FIT), Output.RGB.withSize(336, 336, ResizeMode.CROP))) {
                    Pixels cpu = Pixels.of(output, frame, Orientation.UPRIGHT);
                    worst(frame, output)
                            .add(
                                    difference(cpu, gpu.of(output, frame, Orientation.UPRIGHT)),
                                    cpu.shape().width() + "x" + cpu.shape().height());
                }
            }
        }
    }

    private Worst worst(TestFrame frame, Output output) {
        return results.computeIfAbsent(
                frame.format.name() + "\t" + output.format() + "\t" + output.bitDepth(), key -> new Worst());
    }

    /** In steps of 255. */
    private static double difference(Pixels one, Pixels other) {
        int bytes = one.shape().pixelFormat().endsWith("le") ? 2 : 1;
        int most = 0;
        for (int i = 0; i < one.bytes().length / bytes; i++) {
            most = Math.max(most, Math.abs(one.sample(i) - other.sample(i)));
        }
        return bytes == 1 ? most : most / 257.0;
    }
}
