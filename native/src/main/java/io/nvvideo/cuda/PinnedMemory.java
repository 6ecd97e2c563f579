package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;

import io.nvvideo.ffmpeg.NativeObjects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Memory of the host that GPUs copy to and from while others work: page locked, so there is little of it. */
public final class PinnedMemory implements AutoCloseable {
    private final CudaDevice device;
    private final BytePointer pointer;
    private final int byteSize;
    private boolean closed;

    /**
     * Allocates, which takes milliseconds: to be done once, not per frame.
     *
     * @throws io.nvvideo.VideoException DEVICE_MEMORY if there is no room
     */
    public PinnedMemory(CudaDevice device, int byteSize) {
        this.device = device;
        this.byteSize = byteSize;
        try (PointerPointer<BytePointer> at = new PointerPointer<>(1)) {
            device.call(
                    "Cannot allocate " + byteSize + " bytes of the host's memory for " + device,
                    () -> cuMemHostAlloc(at, byteSize, 0));
            pointer = new BytePointer(at.get(BytePointer.class, 0)).capacity(byteSize);
        }
        NativeObjects.opened();
    }

    /** How much was asked for. */
    public int byteSize() {
        return byteSize;
    }

    /** All of it, little endian; must not be used after {@link #close}. */
    public ByteBuffer bytes() {
        checkOpen();
        return pointer.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Queues a copy of a surface as it lies on the device, padding included: its first luma sample comes first. */
    public void copyFrom(Surface surface, CudaStream stream) {
        long bytes = surface.byteSpan();
        if (bytes > byteSize) {
            throw new IllegalArgumentException(surface + " does not fit " + byteSize + " bytes");
        }
        BytePointer to = pointer();
        device.call("Cannot copy from " + device, () -> cuMemcpyDtoHAsync(to, surface.luma(), bytes, stream.handle()));
    }

    BytePointer pointer() {
        checkOpen();
        return pointer;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("This memory was closed");
        }
    }

    /** Frees it; safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuMemFreeHost(pointer));
        }
    }
}
