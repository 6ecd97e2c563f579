package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaEvent;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.Surface;
import java.nio.ByteBuffer;

/** Where one picture's samples or pixels go on their way to the host. For one thread at a time. */
final class PixelBuffer implements AutoCloseable {
    private final CudaDevice device;
    private final PinnedMemory host;
    private final CudaEvent arrived;
    /** Made when it is needed first: samples go to the host without it. */
    private DeviceMemory onDevice;

    private boolean onItsWay;

    PixelBuffer(CudaDevice device, int bytes) {
        this.device = device;
        host = new PinnedMemory(device, bytes);
        try {
            arrived = new CudaEvent(device);
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    int byteSize() {
        return host.byteSize();
    }

    /** For work that is queued on the device; as large as the buffer. */
    DeviceMemory onDevice() {
        if (onDevice == null) {
            onDevice = new DeviceMemory(device, host.byteSize());
        }
        return onDevice;
    }

    /** Queues the copy of what is {@link #onDevice} then. */
    void fetch(long bytes, CudaStream queue) {
        onItsWay = true;
        onDevice().copyTo(host, bytes, queue);
        arrived.record(queue);
    }

    /** Queues the copy of a surface, which has to stay mapped until {@link #await}. */
    void fetch(Surface surface, CudaStream queue) {
        onItsWay = true;
        host.copyFrom(surface, queue);
        arrived.record(queue);
    }

    /** What has been fetched, when it is there. */
    ByteBuffer await() {
        if (onItsWay) {
            arrived.synchronize();
            onItsWay = false;
        }
        return host.bytes();
    }

    /** Waits until nothing is written any more; false if that cannot be known. */
    boolean settle() {
        try {
            await();
            return true;
        } catch (VideoException e) {
            // The failure that made this one necessary, or will be told by the next call: nobody waits for these bytes.
            return false;
        }
    }

    /** Only when nothing writes to it any more. */
    @Override
    public void close() {
        arrived.close();
        host.close();
        if (onDevice != null) {
            onDevice.close();
        }
    }
}
