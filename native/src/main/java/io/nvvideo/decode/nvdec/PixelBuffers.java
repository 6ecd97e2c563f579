package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaDevice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The buffers of one GPU that are free. Page-locked memory takes milliseconds to make, so streams hand theirs on; most of them use
 * two or three, and at the end of a stream as many as fall due at once.
 */
final class PixelBuffers implements AutoCloseable {
    /** Of the host's memory, and as many of the GPU's. */
    static final long MAX_IDLE_BYTES = 128L << 20;

    private final CudaDevice device;
    /** Most recently used first. */
    private final Deque<PixelBuffer> idle = new ArrayDeque<>();

    private long idleBytes;
    private boolean closed;

    PixelBuffers(CudaDevice device) {
        this.device = device;
    }

    /**
     * One with room for that many bytes.
     *
     * @throws io.nvvideo.VideoException DEVICE_MEMORY if there is none
     */
    PixelBuffer take(long bytes) {
        PixelBuffer free = takeIdle(bytes);
        return free != null ? free : new PixelBuffer(device, Math.toIntExact(bytes));
    }

    private synchronized PixelBuffer takeIdle(long bytes) {
        for (Iterator<PixelBuffer> buffers = idle.iterator(); buffers.hasNext(); ) {
            PixelBuffer buffer = buffers.next();
            if (buffer.byteSize() >= bytes && buffer.byteSize() / 2 <= bytes) {
                buffers.remove();
                idleBytes -= buffer.byteSize();
                return buffer;
            }
        }
        return null;
    }

    /** Waits until nothing is written to it any more, and keeps it for others. */
    void giveBack(PixelBuffer buffer) {
        if (!buffer.settle() || !keep(buffer)) {
            buffer.close();
        }
    }

    private synchronized boolean keep(PixelBuffer buffer) {
        if (closed || buffer.byteSize() > MAX_IDLE_BYTES) {
            return false;
        }
        while (idleBytes + buffer.byteSize() > MAX_IDLE_BYTES) {
            PixelBuffer last = idle.removeLast();
            idleBytes -= last.byteSize();
            last.close();
        }
        idle.addFirst(buffer);
        idleBytes += buffer.byteSize();
        return true;
    }

    /** Frees what is idle; what is in use is freed when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(PixelBuffer::close);
        idle.clear();
        idleBytes = 0;
    }
}
