package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;
import static org.bytedeco.cuda.global.cudart.cuStreamWaitEvent;

import io.nvvideo.ffmpeg.NativeObjects;
import org.bytedeco.cuda.cudart.CUstream_st;

/** A queue of work on a GPU, which does not wait for the work of others. */
public final class CudaStream implements AutoCloseable {
    private final CudaDevice device;
    private final CUstream_st handle = new CUstream_st();
    private boolean closed;

    /** A new queue. */
    public CudaStream(CudaDevice device) {
        this.device = device;
        device.call("Cannot make a stream on " + device, () -> cuStreamCreate(handle, CU_STREAM_NON_BLOCKING));
        NativeObjects.opened();
    }

    /** Waits until all that was queued is done; failures of the work itself come out here. */
    public void synchronize() {
        device.call("Cannot finish the work on " + device, () -> cuStreamSynchronize(handle));
    }

    /** What is queued from now on begins after the event. */
    public void waitFor(CudaEvent event) {
        device.call("Cannot queue work on " + device, () -> cuStreamWaitEvent(handle, event.handle(), 0));
    }

    CudaDevice device() {
        return device;
    }

    CUstream_st handle() {
        return handle;
    }

    /**
     * Waits for what is queued and frees the queue; safe to call twice. Closed before the memory that the work uses, it makes
     * sure that nothing is written there later, also after a failure.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> {
                cuStreamSynchronize(handle);
                return cuStreamDestroy(handle);
            });
        }
    }
}
