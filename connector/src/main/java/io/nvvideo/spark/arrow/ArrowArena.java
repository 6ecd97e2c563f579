package io.nvvideo.spark.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Arrow memory of one task. Spark frees a batch once its last row is read, but never those that a limit, a failure or a
 * kill leaves unread; a reader cannot free them in {@code close()} either, because Spark 4.2 closes readers while batches
 * are still in use. So whatever is left is freed here, when the task is over.
 */
public final class ArrowArena implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArrowArena.class);
    private static final AtomicLong LIVE_BYTES = new AtomicLong();

    private final BufferAllocator allocator = new RootAllocator(new Counter(), Long.MAX_VALUE);
    private final List<List<FieldVector>> batches = new ArrayList<>();
    private boolean closed;

    /** Bytes that all arenas of this JVM hold; zero when no task runs. */
    public static long liveBytes() {
        return LIVE_BYTES.get();
    }

    /** Where the memory of this task comes from. */
    public BufferAllocator allocator() {
        return allocator;
    }

    /** Frees the vectors of a batch with the arena, if nobody does before. */
    public synchronized void own(List<FieldVector> batch) {
        if (closed) {
            batch.forEach(FieldVector::close);
            throw new IllegalStateException("The task is over");
        }
        batches.removeIf(earlier -> earlier.stream().allMatch(vector -> vector.getValueCapacity() == 0));
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        batches.forEach(batch -> batch.forEach(FieldVector::close));
        batches.clear();
        try {
            allocator.close();
        } catch (IllegalStateException e) {
            // Somebody downstream took a buffer over and has not given it back; failing the task would not either.
            LOG.warn("Arrow memory outlives its task: {}", e.getMessage());
        }
    }

    private static final class Counter implements AllocationListener {
        @Override
        public void onAllocation(long size) {
            LIVE_BYTES.addAndGet(size);
        }

        @Override
        public void onRelease(long size) {
            LIVE_BYTES.addAndGet(-size);
        }
    }
}
