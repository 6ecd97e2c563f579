package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.NvdecSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sessions of one GPU, shared by all tasks of the JVM: to make one takes ten times as long as to set one that is there. Those
 * that nobody uses are kept, the least recently used one goes first.
 */
final class SessionPool implements AutoCloseable {
    private final CudaDevice device;
    private final int maxIdle;
    private final Semaphore atWork;
    /** Most recently used first. */
    private final Deque<NvdecSession> idle = new ArrayDeque<>();

    private final LongAdder created = new LongAdder();
    private final LongAdder reconfigured = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private boolean closed;

    /** A session that belongs to one stream until it is closed, which gives it back. */
    final class Lease implements AutoCloseable {
        private final NvdecSession session;
        private boolean usable = true;
        private boolean ended;

        private Lease(NvdecSession session) {
            this.session = session;
        }

        NvdecSession session() {
            return session;
        }

        /** Sets it to other headers of its stream. Only from the parser's sequence callback. */
        void set(DecoderSetup setup) {
            if (session.set(setup)) {
                reconfigured.increment();
            }
        }

        /** Whatever it was in the middle of: it is not given to another stream. */
        void spoil() {
            usable = false;
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                giveBack(session, usable);
            }
        }
    }

    /**
     * How often sessions were made, set to another stream and taken as they were, and how long tasks waited for one.
     */
    record Statistics(long created, long reconfigured, long reused, long waitNanos) {}

    /**
     * @param maxIdle sessions that are kept while nobody uses them
     * @param maxAtWork sessions that are used at a time; further streams wait in the order in which they came
     */
    SessionPool(CudaDevice device, int maxIdle, int maxAtWork) {
        this.device = device;
        this.maxIdle = maxIdle;
        this.atWork = new Semaphore(maxAtWork, true);
    }

    /**
     * A session of that kind, set to that stream. Only from the parser's sequence callback.
     *
     * @throws VideoException CANCELLED if the thread is interrupted while it waits, DEVICE_MEMORY if there is no room even when
     *     all idle sessions are gone
     */
    Lease borrow(DecoderKind kind, DecoderSetup setup) {
        long began = System.nanoTime();
        try {
            atWork.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VideoException(
                    Code.CANCELLED,
                    "Cannot decode on " + device
                            + ": the task was cancelled while it waited for a decoder. Run it again.");
        } finally {
            waitNanos.add(System.nanoTime() - began);
        }
        try {
            return new Lease(ready(kind, setup));
        } catch (RuntimeException | Error e) {
            atWork.release();
            throw e;
        }
    }

    private NvdecSession ready(DecoderKind kind, DecoderSetup setup) {
        NvdecSession session = takeIdle(kind);
        if (session == null) {
            session = create(kind, setup);
            created.increment();
            return session;
        }
        try {
            (session.set(setup) ? reconfigured : reused).increment();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private NvdecSession create(DecoderKind kind, DecoderSetup setup) {
        try {
            return new NvdecSession(device, kind, setup);
        } catch (VideoException e) {
            // Only what nobody uses stands in the way.
            if (e.code() != Code.DEVICE_MEMORY || !dropIdle()) {
                throw e;
            }
            return new NvdecSession(device, kind, setup);
        }
    }

    private synchronized NvdecSession takeIdle(DecoderKind kind) {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot decode on " + device + ": its decoders were closed. Open the file again.");
        }
        for (Iterator<NvdecSession> sessions = idle.iterator(); sessions.hasNext(); ) {
            NvdecSession session = sessions.next();
            if (session.kind().equals(kind)) {
                sessions.remove();
                return session;
            }
        }
        return null;
    }

    private synchronized boolean dropIdle() {
        boolean any = !idle.isEmpty();
        idle.forEach(NvdecSession::close);
        idle.clear();
        return any;
    }

    private void giveBack(NvdecSession session, boolean usable) {
        try {
            NvdecSession tooMany = usable ? keep(session) : session;
            if (tooMany != null) {
                tooMany.close();
            }
        } finally {
            atWork.release();
        }
    }

    /** Returns the one that has to go for it. */
    private synchronized NvdecSession keep(NvdecSession session) {
        if (closed) {
            return session;
        }
        idle.addFirst(session);
        return idle.size() > maxIdle ? idle.removeLast() : null;
    }

    Statistics statistics() {
        return new Statistics(created.sum(), reconfigured.sum(), reused.sum(), waitNanos.sum());
    }

    /** Closes what is idle; what is at work is closed when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        dropIdle();
    }
}
