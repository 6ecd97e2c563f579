package io.nvvideo.decode.nvdec;

import io.nvvideo.TestJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs every check of {@link GpuChecks} on every video of a folder, each in a JVM of its own with a time limit, so that one that
 * takes its process down tells how and the others go on; prints a table in Markdown. Exit status 0: nothing differs and nothing
 * failed; 2: something did.
 */
public final class GpuVerify {
    private static final int AT_A_TIME = Math.max(4, Runtime.getRuntime().availableProcessors() / 2);
    /** Videos whose names begin so are of one kind and of several sizes: for times. */
    private static final String CLIPS = "clip-";

    private record Check(String name, Path video) {}

    private final String gpu;
    private final long maxSeconds;
    private boolean right = true;

    private GpuVerify(String gpu, long maxSeconds) {
        this.gpu = gpu;
        this.maxSeconds = maxSeconds;
    }

    /** The GPU, the folder, what to do ({@code checks}, {@code times} or {@code all}), and seconds that each may take. */
    public static void main(String[] arguments) throws Exception {
        GpuVerify verify = new GpuVerify(arguments[0], Long.parseLong(arguments[3]));
        List<Path> videos = videos(Path.of(arguments[1]));
        List<Check> checks = new ArrayList<>();
        List<Check> alone = new ArrayList<>();
        List<Check> times = new ArrayList<>();
        for (Path video : videos) {
            checks.add(new Check("decode", video));
            checks.add(new Check("pixels", video));
            checks.add(new Check("kernels", video));
            if (video.getFileName().toString().startsWith(CLIPS)) {
                checks.add(new Check("killed", video));
                checks.add(new Check("damaged", video));
                alone.add(new Check("memory", video));
                times.add(new Check("sessions", video));
            }
        }
        System.out.println("| check | video | outcome | how |\n| --- | --- | --- | --- |");
        if (!arguments[2].equals("times")) {
            verify.run(checks, AT_A_TIME);
            verify.run(alone, 1);
        }
        if (!arguments[2].equals("checks")) {
            verify.run(times, 1);
        }
        System.exit(verify.right ? 0 : 2);
    }

    private static List<Path> videos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> videos = files.filter(Files::isRegularFile).sorted().toList();
            if (videos.isEmpty()) {
                throw new IllegalArgumentException("Cannot verify anything: " + folder + " has no video.");
            }
            return videos;
        }
    }

    private void run(List<Check> checks, int atATime) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (Check check : checks) {
                Callable<String> work = () -> result(check);
                results.add(threads.submit(work));
            }
            for (int i = 0; i < checks.size(); i++) {
                String[] result = results.get(i).get().split("\t", 2);
                right &= !result[0].equals(GpuChecks.DIFFERS) && !result[0].equals(GpuChecks.FAILED);
                System.out.printf(
                        "| %s | %s | %s | %s |%n",
                        checks.get(i).name(),
                        checks.get(i).video().getFileName(),
                        result[0],
                        result[1].replace("|", "/"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Outcome, tab, how. */
    private String result(Check check) throws IOException, InterruptedException {
        Path output = Files.createTempFile("nvvideo-check", ".txt");
        try {
            List<String> options = new ArrayList<>(TestJvm.small("2g", output.getParent()));
            options.add("-Dnvvideo.cuda.selfTest=off");
            List<String> command = TestJvm.command(
                    options, GpuChecks.class, check.name(), gpu, check.video().toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(maxSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (!ended) {
                return GpuChecks.FAILED + "\tdid not end within " + maxSeconds + " s; " + tail(lines);
            }
            String said = lines.stream()
                    .filter(line -> line.startsWith(GpuChecks.RESULT))
                    .findFirst()
                    .map(line -> line.substring(GpuChecks.RESULT.length()))
                    .orElse(null);
            // A result that was told before the process died is none.
            if (process.exitValue() != 0 || said == null) {
                return GpuChecks.FAILED + "\texit status " + process.exitValue() + "; " + tail(lines);
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }

    /** What a reader needs first: how an exception begins, where the process crashed, or what was said last. */
    private static String tail(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("Exception in thread")) {
                return lines.get(i);
            }
            if (lines.get(i).startsWith("# Problematic frame") && i + 1 < lines.size()) {
                return "crashed in " + lines.get(i + 1).substring(1).trim();
            }
        }
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
