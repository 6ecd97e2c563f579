package io.nvvideo.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Mutates videos and has each read completely, and in one other way, in a process of its own. A finding is a file after which
 * the process is dead, does not come back, holds too much memory or native structures, has thrown anything but a {@code
 * VideoException}, or has given other frames the second time ({@link Consistency}).
 */
public final class Fuzzer {
    private static final int REPORT_EVERY = 250;

    /**
     * A file that did harm.
     *
     * @param reason what happened
     * @param kept where the mutated file is
     */
    public record Finding(Recipe recipe, String reason, Path kept) {
        @Override
        public String toString() {
            return recipe.source() + " with seed " + recipe.seed() + ": " + reason + ".\n  Kept as " + kept
                    + "\n  To reproduce: ci/fuzz --again " + recipe.seed() + " " + recipe.source();
        }
    }

    private final Path folder;
    private final Path made;
    private final FuzzSources sources;
    private final List<Finding> findings = new ArrayList<>();
    private final AtomicInteger files = new AtomicInteger();
    private long frames;
    private long failures;
    private long compared;
    private long excused;
    private long largestMib;

    /** Keeps what it finds in a folder, and the videos it makes beside it. */
    public Fuzzer(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.made = folder.resolveSibling("fuzz-sources");
        FuzzSources.make(made);
        this.sources = new FuzzSources(made);
    }

    /** Reads that many mutated files; the recipes follow from the seed. */
    public List<Finding> run(int count, long seed, int workers) throws IOException, InterruptedException {
        Random random = new Random(seed);
        List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String source = sources.names().get(random.nextInt(sources.names().size()));
            recipes.add(new Recipe(source, random.nextLong() >>> 16));
        }
        return run(recipes, workers);
    }

    private List<Finding> run(List<Recipe> recipes, int workers) throws InterruptedException {
        long began = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        List<Exception> broken = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            Path log = folder.resolve("worker-" + w + ".log");
            Thread thread = new Thread(() -> {
                try {
                    work(recipes, next, log, began);
                } catch (IOException | InterruptedException e) {
                    synchronized (this) {
                        broken.add(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("The fuzzer itself failed", broken.get(0));
        }
        report(began);
        return List.copyOf(findings);
    }

    private void work(List<Recipe> recipes, AtomicInteger next, Path log, long began)
            throws IOException, InterruptedException {
        WorkerProcess worker = new WorkerProcess(made, log);
        try {
            for (int i = next.getAndIncrement(); i < recipes.size(); i = next.getAndIncrement()) {
                Recipe recipe = recipes.get(i);
                take(recipe, worker.ask(recipe), worker.residentMib());
                if (files.incrementAndGet() % REPORT_EVERY == 0) {
                    report(began);
                }
                if (!worker.isAlive()) {
                    worker.close();
                    worker = new WorkerProcess(made, log);
                }
            }
        } finally {
            worker.close();
        }
    }

    private synchronized void take(Recipe recipe, String answer, long residentMib) throws IOException {
        largestMib = Math.max(largestMib, residentMib);
        if (answer != null && answer.startsWith(FuzzWorker.OK)) {
            String[] numbers = answer.split(" ");
            frames += Long.parseLong(numbers[1]);
            failures += Long.parseLong(numbers[2]);
            compared += Long.parseLong(numbers[3]);
            excused += Long.parseLong(numbers[4]);
            return;
        }
        String reason = answer == null ? "the JVM died" : answer.substring(FuzzWorker.DEFECT.length() + 1);
        Recipe.Mutant mutant = recipe.make(sources.names(), sources);
        Path kept = folder.resolve(recipe.seed() + "-" + recipe.source() + "-" + mutant.name());
        Files.write(kept, mutant.bytes());
        Finding finding = new Finding(recipe, reason, kept);
        findings.add(finding);
        System.out.println("FOUND " + finding);
    }

    private synchronized void report(long began) {
        System.out.printf(
                "Fuzzed %d files in %d s: %d frames, %d failures told of; %d frames the same in another way, %d excused; %d"
                        + " findings; largest worker %d MiB%n",
                files.get(),
                (System.nanoTime() - began) / 1_000_000_000,
                frames,
                failures,
                compared,
                excused,
                findings.size(),
                largestMib);
    }

    /** {@code FOLDER FILES [SEED [WORKERS]]}, or {@code FOLDER --again SEED SOURCE}. Exit status 1 means findings. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Fuzzer fuzzer = new Fuzzer(Path.of(arguments[0]));
        List<Finding> found;
        if (arguments[1].equals("--again")) {
            found = fuzzer.run(List.of(new Recipe(arguments[3], Long.parseLong(arguments[2]))), 1);
        } else {
            long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime() & 0xffffff;
            int workers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
            System.out.println("Fuzzing " + arguments[1] + " files with seed " + seed);
            found = fuzzer.run(Integer.parseInt(arguments[1]), seed, workers);
        }
        System.exit(found.isEmpty() ? 0 : 1);
    }
}
