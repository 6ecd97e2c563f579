package io.nvvideo.fuzz;

import io.nvvideo.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link FuzzWorker} as its parent sees it: asked, watched, and ended when it takes too much. */
final class WorkerProcess implements AutoCloseable {
    /** Of processor time for one file; a busy machine makes nothing a hang. */
    private static final Duration MAX_BUSY = Duration.ofSeconds(30);
    /** For one file, working or not. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(180);

    private static final long MAX_RESIDENT_MIB = 1536;
    private static final int PAGE_KIB = 4;
    private static final int TICKS_PER_SECOND = 100;

    private final Process process;
    private final Writer recipes;
    private final BufferedReader answers;

    WorkerProcess(Path sources, Path log) throws IOException {
        List<String> options = new ArrayList<>(TestJvm.small("512m", log.getParent()));
        options.add("-Dnvvideo.corpus=" + System.getProperty("nvvideo.corpus", ""));
        List<String> command = TestJvm.command(options, FuzzWorker.class, sources.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        process = builder.start();
        recipes = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What the worker says about a file, or what became of the worker. */
    String ask(Recipe recipe) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long busy = busyTicks();
        recipes.write(recipe + "\n");
        recipes.flush();
        while (!answers.ready()) {
            if (!process.isAlive() && !answers.ready()) {
                return FuzzWorker.DEFECT + " the JVM died with status " + process.exitValue();
            }
            long waited = (System.nanoTime() - began) / 1_000_000;
            if (busyTicks() - busy > MAX_BUSY.toSeconds() * TICKS_PER_SECOND || waited > MAX_WAIT.toMillis()) {
                return give("it still read after " + waited / 1000 + " s");
            }
            long resident = residentMib();
            if (resident > MAX_RESIDENT_MIB) {
                return give("its resident set grew to " + resident + " MiB");
            }
            Thread.sleep(waited < 100 ? 2 : 20);
        }
        String answer = answers.readLine();
        if (answer != null && (answer.startsWith(FuzzWorker.OK) || answer.startsWith(FuzzWorker.DEFECT))) {
            return answer;
        }
        // A dying JVM says so on its standard output.
        return FuzzWorker.DEFECT + " the JVM died with status " + process.waitFor();
    }

    /** Ends the worker after it has said where it is. */
    private String give(String reason) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        Thread.sleep(1000);
        process.destroyForcibly().waitFor();
        return FuzzWorker.DEFECT + " " + reason;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** MiB of memory that the worker holds. */
    long residentMib() {
        String[] pages = proc("statm");
        return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * PAGE_KIB / 1024;
    }

    /** Processor time of all threads; fields 14 and 15 of proc(5), the second one being the only one with spaces. */
    private long busyTicks() {
        String[] fields = proc("stat");
        return fields.length < 15 ? 0 : Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    private String[] proc(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file))
                    .split(" ");
        } catch (IOException e) {
            return new String[0]; // it is gone
        }
    }

    @Override
    public void close() throws IOException {
        try {
            recipes.close();
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
