package io.nvvideo.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.media.FrameInfo;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Decodes ahead of its user, on a thread of its own, a bounded number of frames. Between the start of that thread and its end,
 * which {@link #close()} waits for, nobody else touches what the source reads and decodes with.
 */
final class PrefetchingReader implements FrameSequence {
    /** What the thread hands over, in the order in which it happened. */
    private sealed interface Step {}

    private record Decoded(FrameInfo info, Pixels pixels, RuntimeException failure) implements Step {}

    private record Failed(Throwable reason) implements Step {}

    private record End() implements Step {}

    /** A copy on the heap: what the source shows is gone with its next frame. */
    private static final class Pixels implements Image {
        private final ImageShape shape;
        private byte[] bytes;

        Pixels(ImageShape shape, byte[] bytes) {
            this.shape = shape;
            this.bytes = bytes;
        }

        @Override
        public ImageShape shape() {
            return shape;
        }

        @Override
        public void copyTo(ByteBuffer destination) {
            if (bytes == null) {
                throw new IllegalStateException("The image is gone: its reader went on or was closed");
            }
            if (destination.remaining() < bytes.length) {
                throw new IllegalArgumentException("The image takes " + bytes.length + " bytes, the buffer has "
                        + destination.remaining() + " left");
            }
            destination.put(bytes);
        }
    }

    private final String name;
    private final PictureReader source;
    private final Supplier<ReadingCosts> costs;
    /** Held while the source is used, so that others can use what is below it in between. */
    private final Object inUse;

    private final BlockingQueue<Step> ready = new LinkedBlockingQueue<>();
    private final Semaphore room;
    /** Pictures are large, and nearly always of one size. */
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();

    private final Thread thread;
    private volatile boolean stopped;
    private volatile ReadingCosts soFar;
    private Decoded current;
    private boolean ended;

    /**
     * Starts to decode.
     *
     * @param frames how many are decoded ahead, at least 1
     * @param costs what reading has cost so far; asked on the decoding thread
     */
    PrefetchingReader(String name, PictureReader source, int frames, Supplier<ReadingCosts> costs, Object inUse) {
        this.name = name;
        this.source = source;
        this.costs = costs;
        this.inUse = inUse;
        this.room = new Semaphore(frames);
        this.soFar = costs.get();
        this.thread = new Thread(this::decodeAhead, "nvvideo-prefetch " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void decodeAhead() {
        boolean more = true;
        while (more) {
            room.acquireUninterruptibly();
            if (stopped) {
                return;
            }
            Step step;
            synchronized (inUse) {
                step = decode();
                soFar = costs.get();
            }
            ready.add(step);
            more = step instanceof Decoded || step instanceof Failed failed && failed.reason instanceof VideoException;
        }
    }

    private Step decode() {
        try {
            if (!source.next()) {
                return new End();
            }
        } catch (RuntimeException | Error e) {
            return new Failed(e);
        }
        try {
            return new Decoded(source.info(), copy(source.image()), null);
        } catch (RuntimeException e) {
            return new Decoded(source.info(), null, e);
        } catch (Error e) {
            return new Failed(e);
        }
    }

    private Pixels copy(Image image) {
        int size = Math.toIntExact(image.shape().byteSize());
        byte[] bytes = spare.poll();
        if (bytes == null || bytes.length != size) {
            bytes = new byte[size];
        }
        image.copyTo(ByteBuffer.wrap(bytes));
        return new Pixels(image.shape(), bytes);
    }

    @Override
    public boolean next() {
        forget();
        if (stopped || ended) {
            return false;
        }
        Step step;
        try {
            step = ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VideoException(Code.CANCELLED, "Cannot read " + name + ": the task was interrupted.", e);
        }
        room.release();
        if (step instanceof Decoded decoded) {
            current = decoded;
            return true;
        }
        if (step instanceof Failed failed) {
            ended = !(failed.reason instanceof VideoException);
            if (failed.reason instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.reason;
        }
        ended = true;
        return false;
    }

    @Override
    public FrameInfo info() {
        if (current == null) {
            throw new IllegalStateException("There is no current frame: next() was not called or returned false");
        }
        return current.info;
    }

    @Override
    public Image image() {
        info();
        if (current.failure != null) {
            throw current.failure;
        }
        return current.pixels;
    }

    /** What reading has cost up to the last frame that was decoded, asked for or not. */
    ReadingCosts costs() {
        return soFar;
    }

    private void forget() {
        if (current != null && current.pixels != null) {
            spare.add(current.pixels.bytes);
            current.pixels.bytes = null;
        }
        current = null;
    }

    @Override
    public void close() {
        forget();
        stopped = true;
        source.stop();
        room.release();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // What the thread uses is freed next: leaving before it has ended would end the process.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        ready.clear();
        spare.clear();
        source.close();
    }
}
