package io.nvvideo.rates;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Threads that take pieces of the same work until all are taken or time is up, and how fast that went. */
final class Together {
    /**
     * What a piece came to.
     *
     * @param nanos what of the time it took counts for {@link Rate#framesPerSecondWithoutOpening}
     */
    record Piece(int frames, long nanos) {}

    /** What one thread does, all its life. */
    interface Worker extends AutoCloseable {
        Piece work(int number);

        @Override
        void close();
    }

    /**
     * What they came to.
     *
     * @param pieces that were done
     * @param seconds from the first one's beginning to the last one's end
     * @param framesPerSecondWithoutOpening of each thread in the time that counts, added up
     */
    record Rate(int pieces, long frames, double seconds, double framesPerSecondWithoutOpening) {}

    /** What one thread did. */
    private record Share(int pieces, long frames, long nanos, long ended) {}

    private final int pieces;
    private final double maxSeconds;
    private final CountDownLatch ready;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong began = new AtomicLong();
    private volatile boolean failed;

    private Together(int threads, int pieces, double maxSeconds) {
        this.pieces = pieces;
        this.maxSeconds = maxSeconds;
        ready = new CountDownLatch(threads);
    }

    /**
     * Each thread does one piece before the clock starts, so that nobody pays for what happens once.
     *
     * @param maxSeconds after which no piece is begun; each thread does one at least, as long as there are any
     */
    static Rate run(int threads, int pieces, double maxSeconds, Supplier<Worker> workers) throws Exception {
        Together together = new Together(threads, pieces, maxSeconds);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Share>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(() -> together.work(workers)));
            }
            return together.sum(results);
        } finally {
            executor.shutdownNow();
        }
    }

    private Share work(Supplier<Worker> workers) throws InterruptedException {
        boolean waiting = true;
        try (Worker worker = workers.get()) {
            worker.work(0);
            ready.countDown();
            waiting = false;
            ready.await();
            began.compareAndSet(0, System.nanoTime());
            return share(worker);
        } finally {
            if (waiting) {
                // The others must not wait for this one, and need not go on without it.
                failed = true;
                ready.countDown();
            }
        }
    }

    private Share share(Worker worker) {
        int done = 0;
        long frames = 0;
        long nanos = 0;
        while (!failed && (done == 0 || (System.nanoTime() - began.get()) / 1e9 < maxSeconds)) {
            int number = next.getAndIncrement();
            if (number >= pieces) {
                break;
            }
            Piece piece = worker.work(number);
            done++;
            frames += piece.frames();
            nanos += piece.nanos();
        }
        return new Share(done, frames, nanos, System.nanoTime());
    }

    private Rate sum(List<Future<Share>> results) throws Exception {
        int done = 0;
        long frames = 0;
        long ended = Long.MIN_VALUE;
        double rate = 0;
        Throwable failure = null;
        for (Future<Share> result : results) {
            try {
                Share share = result.get();
                done += share.pieces();
                frames += share.frames();
                rate += share.nanos() == 0 ? 0 : share.frames() / (share.nanos() / 1e9);
                ended = Math.max(ended, share.ended());
            } catch (ExecutionException e) {
                failure = e.getCause();
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return new Rate(done, frames, (ended - began.get()) / 1e9, rate);
    }
}
