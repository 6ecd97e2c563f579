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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The sessions of one GPU, shared by all tasks of the JVM: to make one takes ten times as long as to set one that is there. Those
 * that nobody uses are kept, the least recently used one goes first.
 */
final class SessionPool implements AutoCloseable {
    /** So long may a cancelled task still wait; who asks again is behind the others. */
    private static final long CANCEL_CHECK_MILLIS = 200;

    private final CudaDevice device;
    private final Semaphore atWork;
    /** Most recently used first. */
    private final Deque<NvdecSession> idle = new ArrayDeque<>();

    private final LongAdder created = new LongAdder();
    private final LongAdder reconfigured = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private int maxIdle;
    private boolean closed;

    /** A session that belongs to one stream until it is closed, which gives it back. */
    final class Lease implements AutoCloseable {
        private final NvdecSession session;
        private final Statistics cost;
        private boolean usable = true;
        private boolean ended;

        private Lease(NvdecSession session, Statistics cost) {
            this.session = session;
            this.cost = cost;
        }

        /** What it took to get it. */
        Statistics cost() {
            return cost;
        }

        NvdecSession session() {
            return session;
        }

        /**
         * Sets it to other headers of its stream. Only from the parser's sequence callback.
         *
         * @return what it took
         */
        Statistics set(DecoderSetup setup) {
            boolean sound = usable;
            // Whatever a failure leaves of it is not for others.
            usable = false;
            boolean set = session.set(setup);
            usable = sound;
            if (!set) {
                return Statistics.NONE;
            }
            reconfigured.increment();
            return Statistics.RECONFIGURED;
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
    record Statistics(long created, long reconfigured, long reused, long waitNanos) {
        static final Statistics NONE = new Statistics(0, 0, 0, 0);
        static final Statistics CREATED = new Statistics(1, 0, 0, 0);
        static final Statistics RECONFIGURED = new Statistics(0, 1, 0, 0);
        static final Statistics REUSED = new Statistics(0, 0, 1, 0);

        Statistics plus(Statistics other) {
            return new Statistics(
                    created + other.created,
                    reconfigured + other.reconfigured,
                    reused + other.reused,
                    waitNanos + other.waitNanos);
        }
    }

    /**
     * @param maxIdle sessions that are kept while nobody uses them
     * @param maxAtWork sessions that are used at a time; further streams wait, about in the order in which they came
     */
    SessionPool(CudaDevice device, int maxIdle, int maxAtWork) {
        this.device = device;
        this.maxIdle = maxIdle;
        this.atWork = new Semaphore(maxAtWork, true);
    }

    /** How many sessions are kept from now on while nobody uses them. */
    synchronized void keep(int sessions) {
        maxIdle = sessions;
        while (idle.size() > maxIdle) {
            idle.removeLast().close();
        }
    }

    /**
     * A session of that kind, set to that stream. Only from the parser's sequence callback.
     *
     * @param cancelled asked while it waits
     * @throws VideoException CANCELLED if that turns true or the thread is interrupted while it waits, DEVICE_MEMORY if there is no
     *     room even when all idle sessions are gone
     */
    Lease borrow(DecoderKind kind, DecoderSetup setup, BooleanSupplier cancelled) {
        long waited = await(cancelled);
        waitNanos.add(waited);
        try {
            return ready(kind, setup, new Statistics(0, 0, 0, waited));
        } catch (RuntimeException | Error e) {
            atWork.release();
            throw e;
        }
    }

    /** Takes a place; nanoseconds that it took. */
    private long await(BooleanSupplier cancelled) {
        long began = System.nanoTime();
        try {
            while (!atWork.tryAcquire(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw cancelled();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
        return System.nanoTime() - began;
    }

    private VideoException cancelled() {
        return new VideoException(
                Code.CANCELLED,
                "Cannot decode on " + device + ": the task was cancelled while it waited for a decoder. Run it again.");
    }

    private Lease ready(DecoderKind kind, DecoderSetup setup, Statistics waited) {
        NvdecSession session = takeIdle(kind);
        if (session == null) {
            session = create(kind, setup);
            created.increment();
            return new Lease(session, waited.plus(Statistics.CREATED));
        }
        try {
            boolean set = session.set(setup);
            (set ? reconfigured : reused).increment();
            return new Lease(session, waited.plus(set ? Statistics.RECONFIGURED : Statistics.REUSED));
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
