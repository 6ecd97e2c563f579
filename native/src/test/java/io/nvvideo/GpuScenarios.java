package io.nvvideo;

import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What {@link GpuVideoTest} has run in JVMs that have the mock driver; each prints what it saw. */
public final class GpuScenarios {
    private GpuScenarios() {}

    /** Which one, and the files. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Path> files = Arrays.stream(arguments).skip(1).map(Path::of).toList();
        switch (arguments[0]) {
            case "auto" -> files.forEach(file -> tell(file, Device.AUTO));
            case "cuda" -> files.forEach(file -> tell(file, Device.parse("cuda:0")));
            case "choice" -> choice(files.get(0));
            case "memory" -> memory(files.get(0), files.get(1));
            case "cancel" -> cancel(files.get(0));
            case "first" -> first(files.get(0), LatencyMode.NATIVE);
            case "first soon" -> first(files.get(0), LatencyMode.LOW);
            case "fourth" -> fourth(files.get(0));
            case "threads" -> threads(files);
            case "jumps" -> files.forEach(file -> jumps(file, Integer.getInteger("frames")));
            case "damage" -> damage(files.get(0));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static VideoOptions on(Device device) {
        return VideoOptions.DEFAULT.withGpu(
                GpuOptions.DEFAULT.withDevice(device).withTaskGpu("0"));
    }

    /** How the frames compare with the CPU's, and what the GPU did. */
    private static void tell(Path file, Device device) {
        try (Video video = Video.open(ByteSource.of(file), on(device));
                Video cpu = Video.open(ByteSource.of(file), on(Device.CPU))) {
            List<byte[]> pixels = read(video);
            List<byte[]> wanted = read(cpu);
            boolean same = pixels.size() == wanted.size();
            for (int i = 0; same && i < wanted.size(); i++) {
                same = Arrays.equals(pixels.get(i), wanted.get(i));
            }
            GpuStatistics gpu = video.statistics().gpu();
            System.out.println((same ? "same " : "other ") + wanted.size() + " frames: " + gpu.framesDecoded()
                    + " on the GPU, " + gpu.sessionsCreated() + " created, " + gpu.sessionsReconfigured()
                    + " reconfigured, " + gpu.sessionsReused() + " reused, " + gpu.videosOnCpu() + " on the CPU");
        } catch (VideoException e) {
            System.out.println(e.code() + " " + e.getMessage());
        }
    }

    /** Reads frames of groups of so many one by one, and says which are not what the CPU shows that reads all in turn. */
    private static void jumps(Path file, int group) {
        Map<Integer, Decoded.Picture> right;
        try (Video cpu = Video.open(ByteSource.of(file), on(Device.CPU))) {
            right = Decoded.of(cpu, Selection.all());
        }
        List<Integer> others = new ArrayList<>();
        try (Video video = Video.open(ByteSource.of(file), on(Device.parse("cuda:0")))) {
            for (int frame : ChangingParametersTest.jumps(group)) {
                Decoded.Picture picture =
                        Decoded.of(video, Selection.indices(frame)).get(frame);
                if (picture == null || !picture.md5().equals(right.get(frame).md5())) {
                    others.add(frame);
                }
            }
            System.out.println(
                    "others " + others + ", " + video.statistics().gpu().videosOnCpu() + " on the CPU");
        }
    }

    private static List<byte[]> read(Video video) {
        List<byte[]> all = new ArrayList<>();
        Output output = Output.RGB.withFormat(io.nvvideo.image.FrameFormat.SURFACE);
        try (FrameReader reader = video.frames(Selection.all(), output)) {
            while (reader.next()) {
                byte[] bytes = new byte[(int) reader.image().shape().byteSize()];
                reader.image().copyTo(ByteBuffer.wrap(bytes));
                all.add(bytes);
            }
        }
        return all;
    }

    /** Without anything that says which GPU, and with a name that none has. */
    private static void choice(Path file) {
        for (GpuOptions options : List.of(
                GpuOptions.DEFAULT,
                GpuOptions.DEFAULT.withDevice(Device.CUDA),
                GpuOptions.DEFAULT.withDevice(Device.CUDA).withTaskGpu("1"),
                GpuOptions.DEFAULT.withDevice(Device.parse("cuda:7")))) {
            try (Video video = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withGpu(options))) {
                video.frame(0);
                System.out.println(video.statistics().gpu().framesDecoded() > 0 ? "on a GPU" : "on the CPU");
            } catch (VideoException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    /** A second stream where there is room for one, while the first one is read and when it is closed. */
    private static void memory(Path first, Path second) {
        try (Video video = Video.open(ByteSource.of(first), on(Device.AUTO));
                FrameReader reader = video.frames(Selection.all(), Output.RGB)) {
            reader.next();
            tell(second, Device.AUTO);
        }
        tell(second, Device.AUTO);
    }

    /** A reader that stops when it has the first frame. */
    private static void first(Path file, LatencyMode latency) {
        GpuOptions options =
                GpuOptions.DEFAULT.withDevice(Device.parse("cuda:0")).withLatencyMode(latency);
        try (Video video = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withGpu(options));
                FrameReader reader = video.frames(Selection.all(), Output.RGB)) {
            System.out.println(reader.next() ? "frame " + reader.info().index() : "none");
        }
    }

    private static void fourth(Path file) {
        try (Video video = Video.open(ByteSource.of(file), on(Device.parse("cuda:0")))) {
            System.out.println("frame " + video.frame(3).info().index());
        }
    }

    /** Four threads at a time, eight times each file. */
    private static void threads(List<Path> files) throws InterruptedException {
        List<Path> often =
                Collections.nCopies(8, files).stream().flatMap(List::stream).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        often.forEach(file -> threads.execute(() -> tell(file, Device.parse("cuda:0"))));
        threads.shutdown();
        threads.awaitTermination(5, TimeUnit.MINUTES);
    }

    /** Many damaged copies of a file, read to their ends or to an error. */
    private static void damage(Path file) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        long before = NativeObjects.count();
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            byte[] damaged = sound.clone();
            for (int i = 0; i < 1 + seed % 20; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Device device = seed % 2 == 0 ? Device.AUTO : Device.parse("cuda:0");
            try (Video video = Video.open(ByteSource.of("copy " + seed, damaged), on(device))) {
                read(video);
            } catch (VideoException e) {
                // That it is told is one of the outcomes; that nothing is left counts here.
            }
        }
        System.out.println("survived, " + (NativeObjects.count() - before) + " open");
        tell(file, Device.parse("cuda:0"));
    }

    /** A task that is cancelled in the middle of a file; the next one has its session. */
    private static void cancel(Path file) {
        boolean[] cancelled = new boolean[1];
        VideoOptions options = on(Device.parse("cuda:0")).withCancelled(() -> cancelled[0]);
        try (Video video = Video.open(ByteSource.of(file), options);
                FrameReader reader = video.frames(Selection.all(), Output.RGB)) {
            reader.next();
            cancelled[0] = true;
            while (reader.next()) {
                System.out.print("");
            }
            System.out.println("went on");
        } catch (VideoException e) {
            System.out.println(e.code());
        }
        tell(file, Device.parse("cuda:0"));
    }
}
