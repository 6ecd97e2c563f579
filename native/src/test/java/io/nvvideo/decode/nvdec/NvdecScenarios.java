package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@link NvdecStreamTest} has run in JVMs that have the mock driver; each prints what it saw. */
public final class NvdecScenarios {
    private static final NvdecStream.Pictures NOBODY = (picture, sequence, session) -> {};

    private final CudaDevice device = CudaDevices.named("0");

    private NvdecScenarios() {}

    /** The first argument says which. */
    public static void main(String[] arguments) throws Exception {
        NvdecScenarios scenarios = new NvdecScenarios();
        switch (arguments[0]) {
            case "pictures" -> scenarios.pictures();
            case "sharing" -> scenarios.sharing();
            case "change" -> scenarios.change();
            case "failures" -> scenarios.failures();
            case "recovery" -> scenarios.recovery();
            case "thousand" -> scenarios.thousand();
            case "many" -> scenarios.many();
            case "cancel" -> scenarios.cancel();
            case "cancelled" -> scenarios.cancelled();
            case "memory" -> scenarios.memory();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private NvdecStream open(SessionPool pool, NvdecCodec codec, NvdecStream.Pictures pictures) {
        return new NvdecStream(device, pool, codec, StreamOptions.DEFAULT, pictures, "file:/a.mp4");
    }

    /** Pictures of known values are mapped and converted, but for those that nobody wants. */
    private void pictures() {
        Output output = Output.RGB.withFormat(FrameFormat.GRAY);
        try (SessionPool pool = new SessionPool(device, 1, 1);
                PixelKernels kernels = new PixelKernels(device);
                PinnedMemory host = new PinnedMemory(device, 320 * 240);
                DeviceMemory pixels = new DeviceMemory(device, 320 * 240);
                CudaStream queue = new CudaStream(device);
                NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                    if (picture.timestamp() == 20) {
                        System.out.println("left out " + picture.timestamp());
                        return;
                    }
                    try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                        Surface surface = mapped.surface().cut(sequence.width(), sequence.height());
                        PixelFormat format = new PixelFormat("nv12", 3, 8, 1, 1, false, false, false);
                        Geometry geometry = Geometry.of(
                                output, surface.width(), surface.height(), format, Orientation.UPRIGHT, "a test");
                        kernels.convert(surface, new ColourRule(1, true, 1), geometry, output, pixels, queue);
                        queue.synchronize();
                    }
                    int count = sequence.width() * sequence.height();
                    pixels.copyTo(host, count, queue);
                    queue.synchronize();
                    System.out.println(picture.timestamp() + ": " + sequence.width() + "x" + sequence.height() + " of "
                            + host.bytes().get(0) + " and " + host.bytes().get(count - 1)
                            + (session.isDamaged(picture.surface()) ? ", damaged" : ""));
                })) {
            new Script().headers(8, 320, 240, 0, 3).picture(0, 10).send(stream, 0);
            new Script().picture(1, 11).due(0).send(stream, 10);
            new Script().picture(2, 12).due(2).send(stream, 20);
            new Script().picture(0, 13).due(1).due(0).send(stream, 30);
            stream.end();
        }
    }

    private static void say(SessionPool pool, String what) {
        SessionPool.Statistics now = pool.statistics();
        System.out.println(what + ": " + now.created() + " created, " + now.reconfigured() + " reconfigured, "
                + now.reused() + " reused");
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

    /** Headers that change in mid-stream. */
    private void change() {
        try (SessionPool pool = new SessionPool(device, 4, 1);
                NvdecStream stream = open(
                        pool,
                        NvdecCodec.HEVC,
                        (picture, sequence, session) -> System.out.println(
                                picture.timestamp() + " " + sequence.width() + "x" + sequence.height() + " by one for "
                                        + session.kind().maxWidth()))) {
            new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0).send(stream, 1);
            new Script().headers(8, 480, 256, 2, 2).picture(0, 2).due(0).send(stream, 2);
            new Script().headers(8, 1280, 720, 0, 0).picture(0, 3).due(0).send(stream, 3);
            new Script().headers(8, 320, 240, 0, 0).picture(0, 4).due(0).send(stream, 4);
            say(pool, "end");
        }
    }

    private static void tell(Runnable work) {
        try {
            work.run();
            System.out.println("fine");
        } catch (VideoException e) {
            System.out.println(e.code() + " " + e.getMessage());
        } catch (RuntimeException | Error e) {
            System.out.println(e);
        }
    }

    /** What goes wrong inside of callbacks comes out of the call that fed the packet, and nowhere else. */
    private void failures() {
        try (SessionPool pool = new SessionPool(device, 2, 1)) {
            Script whole = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
            for (RuntimeException thrown :
                    List.of(new IllegalStateException("the reader"), new RuntimeException("twice"))) {
                try (NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                    throw thrown;
                })) {
                    tell(() -> whole.send(stream, 0));
                }
            }
            try (NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                throw new AssertionError("an error");
            })) {
                tell(() -> whole.send(stream, 0));
            }
            try (NvdecStream stream = open(pool, NvdecCodec.VP8, NOBODY)) {
                tell(() -> whole.send(stream, 0));
            }
            try (NvdecStream stream = open(pool, NvdecCodec.HEVC, NOBODY)) {
                tell(() -> new Script().headers(8, 128, 128, 0, 0).send(stream, 0));
                tell(() -> new Script().headers(2, 8, 320, 240, 0, 0, 0).send(stream, 0));
                tell(() -> new Script().picture(0, 1).send(stream, 0));
                tell(() -> whole.send(stream, 0));
            }
            NvdecStream over = open(pool, NvdecCodec.HEVC, NOBODY);
            over.close();
            tell(() -> whole.send(over, 0));
            say(pool, "end");
        }
    }

    /** A session that failed in the middle of a picture is not used again; the next stream has another. */
    private void recovery() {
        try (SessionPool pool = new SessionPool(device, 2, 1)) {
            Script whole = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
            for (int i = 0; i < 3; i++) {
                try (NvdecStream stream = open(pool, NvdecCodec.HEVC, NOBODY)) {
                    tell(() -> whole.send(stream, 0));
                }
                say(pool, "after");
            }
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
