package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;

import io.nvvideo.ffmpeg.NativeObjects;

/** A piece of a GPU's memory. */
public final class DeviceMemory implements AutoCloseable {
    private final CudaDevice device;
    private final long address;
    private final long byteSize;
    private boolean closed;

    /**
     * Allocates, which waits for all work of the device: to be done once, not per frame.
     *
     * @throws io.nvvideo.VideoException DEVICE_MEMORY if there is no room
     */
    public DeviceMemory(CudaDevice device, long byteSize) {
        this.device = device;
        this.byteSize = byteSize;
        long[] at = new long[1];
        device.call("Cannot allocate " + byteSize + " bytes on " + device, () -> cuMemAlloc(at, byteSize));
        address = at[0];
        NativeObjects.opened();
    }

    /** Where it begins; means nothing to the host. */
    public long address() {
        return address;
    }

    /** How much was asked for. */
    public long byteSize() {
        return byteSize;
    }

    /** Queues a copy of the first {@code bytes} from the host. */
    public void copyFrom(PinnedMemory host, long bytes, CudaStream stream) {
        checkFits(host, bytes);
        device.call(
                "Cannot copy to " + device, () -> cuMemcpyHtoDAsync(address, host.pointer(), bytes, stream.handle()));
    }

    /** Queues a copy of the first {@code bytes} to the host. */
    public void copyTo(PinnedMemory host, long bytes, CudaStream stream) {
        checkFits(host, bytes);
        device.call(
                "Cannot copy from " + device, () -> cuMemcpyDtoHAsync(host.pointer(), address, bytes, stream.handle()));
    }

    private void checkFits(PinnedMemory host, long bytes) {
        if (closed || bytes < 0 || bytes > byteSize || bytes > host.byteSize()) {
            throw new IllegalArgumentException(bytes + " bytes do not fit "
                    + (closed ? "closed memory" : byteSize + " on the device and " + host.byteSize() + " on the host"));
        }
    }

    /** Frees it; safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuMemFree(address));
        }
    }
}
