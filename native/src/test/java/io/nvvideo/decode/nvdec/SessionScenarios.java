package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.ParserLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Streams that share the sessions of one pool: one after the other, many at a time, and while they wait for each other. */
final class SessionScenarios extends Scenario {
    void run(String scenario) throws Exception {
        switch (scenario) {
            case "sharing" -> sharing();
            case "thousand" -> thousand();
            case "many" -> many();
            case "cancel" -> cancel();
            case "cancelled" -> cancelled();
            case "memory" -> memory();
            default -> throw new IllegalArgumentException(scenario);
        }
    }

    private void once(SessionPool pool, NvdecCodec codec, Script script) {
        try (NvdecStream stream = open(pool, codec, NOBODY)) {
            script.send(stream, 0);
        }
    }

    /** One stream after the other, each with its own parser. */
    private void sharing() {
        try (SessionPool pool = new SessionPool(device, 2, 4)) {
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 320, 240, 0, 0));
            say(pool, "first");
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 320, 240, 0, 0));
            say(pool, "same");
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 320, 240, 0, 8));
            say(pool, "other display area");
            once(pool, NvdecCodec.HEVC, new Script().headers(1, 8, 320, 240, 8, 0, 8));
            say(pool, "display area moved");
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 512, 256, 0, 0));
            say(pool, "other size");
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 528, 256, 0, 0));
            say(pool, "larger bucket");
            once(pool, NvdecCodec.HEVC, new Script().headers(10, 320, 240, 0, 0));
            say(pool, "other depth");
            once(pool, NvdecCodec.H264, new Script().headers(8, 320, 240, 0, 0));
            say(pool, "other codec");
            once(pool, NvdecCodec.HEVC, new Script().headers(10, 320, 240, 0, 0));
            say(pool, "still there");
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 320, 240, 0, 0));
            say(pool, "gone meanwhile");
        }
    }

    /** A thousand streams on eight threads that share three sessions at work. */
    private void thousand() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SessionPool pool = new SessionPool(device, 6, 3)) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                results.add(threads.submit(() -> stream(pool, number)));
            }
            for (Future<?> result : results) {
                result.get();
            }
            SessionPool.Statistics all = pool.statistics();
            System.out.println("sessions " + (all.created() + all.reconfigured() + all.reused()));
            System.out.println("waited " + (all.waitNanos() > 0));
        }
        threads.shutdown();
    }

    private void stream(SessionPool pool, int number) {
        try (CudaStream queue = new CudaStream(device);
                NvdecStream stream = open(
                        pool,
                        number % 3 == 0 ? NvdecCodec.H264 : NvdecCodec.HEVC,
                        (picture, sequence, session) ->
                                session.map(picture, queue).close())) {
            int side = 160 + 16 * (number % 5);
            new Script()
                    .headers(8, side, side, 0, 0)
                    .picture(0, 1)
                    .picture(1, 2)
                    .due(0)
                    .send(stream, 0);
            new Script().due(1).send(stream, 1);
            stream.end();
        }
    }

    /** More parsers at a time than JavaCPP has callbacks. */
    private void many() {
        int[] due = new int[1];
        List<NvdecStream> streams = new ArrayList<>();
        try (SessionPool pool = new SessionPool(device, 0, 40)) {
            for (int i = 0; i < 40; i++) {
                streams.add(open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> due[0]++));
            }
            for (NvdecStream stream : streams) {
                new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0).send(stream, 0);
            }
            System.gc();
            for (NvdecStream stream : streams) {
                new Script().picture(1, 1).due(1).send(stream, 0);
                stream.close();
            }
            say(pool, "due " + due[0]);
        }
    }

    /** A task that is killed while it waits for a session. */
    private void cancel() throws Exception {
        Script headers = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
        try (SessionPool pool = new SessionPool(device, 1, 1)) {
            try (NvdecStream first = open(pool, NvdecCodec.HEVC, NOBODY)) {
                headers.send(first, 0);
                CountDownLatch started = new CountDownLatch(1);
                Callable<Void> waiting = () -> {
                    try (NvdecStream second = open(pool, NvdecCodec.HEVC, NOBODY)) {
                        started.countDown();
                        tell(() -> headers.send(second, 0));
                        System.out.println(
                                "interrupted " + Thread.currentThread().isInterrupted());
                    }
                    return null;
                };
                ExecutorService thread = Executors.newSingleThreadExecutor();
                Future<Void> second = thread.submit(waiting);
                started.await();
                Thread.sleep(200);
                thread.shutdownNow();
                second.get();
                tell(() -> new Script().picture(1, 1).due(1).send(first, 1));
            }
            once(pool, NvdecCodec.HEVC, headers);
            say(pool, "end");
        }
    }

    /** The same where nobody interrupts its thread. */
    private void cancelled() throws Exception {
        Script headers = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
        AtomicBoolean cancelled = new AtomicBoolean();
        StreamOptions options = new StreamOptions(0, 0, ParserLatency.NATIVE, false, cancelled::get);
        try (SessionPool pool = new SessionPool(device, 1, 1);
                NvdecStream first = open(pool, NvdecCodec.HEVC, NOBODY)) {
            headers.send(first, 0);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<Long> second = thread.submit(() -> {
                try (NvdecStream waiting =
                        new NvdecStream(device, pool, NvdecCodec.HEVC, options, NOBODY, "file:/b.mp4")) {
                    tell(() -> headers.send(waiting, 0));
                }
                return System.nanoTime();
            });
            Thread.sleep(300);
            System.out.println("waits " + !second.isDone());
            long asked = System.nanoTime();
            cancelled.set(true);
            System.out.println("within a second " + (second.get() - asked < 1_000_000_000L));
            thread.shutdown();
        }
    }

    /** The GPU has room for two sessions; those that nobody uses make place. */
    private void memory() {
        try (SessionPool pool = new SessionPool(device, 4, 4)) {
            once(pool, NvdecCodec.HEVC, new Script().headers(8, 320, 240, 0, 0));
            once(pool, NvdecCodec.H264, new Script().headers(8, 320, 240, 0, 0));
            once(pool, NvdecCodec.HEVC, new Script().headers(10, 320, 240, 0, 0));
            say(pool, "third");
            try (NvdecStream one = open(pool, NvdecCodec.HEVC, NOBODY);
                    NvdecStream two = open(pool, NvdecCodec.HEVC, NOBODY);
                    NvdecStream three = open(pool, NvdecCodec.HEVC, NOBODY)) {
                for (NvdecStream stream : List.of(one, two, three)) {
                    tell(() -> new Script().headers(8, 320, 240, 0, 0).send(stream, 0));
                }
            }
        }
    }
}
