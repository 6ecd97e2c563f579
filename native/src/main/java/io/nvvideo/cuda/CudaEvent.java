package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;

import io.nvvideo.ffmpeg.NativeObjects;
import org.bytedeco.cuda.cudart.CUevent_st;

/** A mark in a {@link CudaStream}. */
public final class CudaEvent implements AutoCloseable {
    private final CudaDevice device;
    private final CUevent_st handle = new CUevent_st();
    private boolean closed;

    /** A mark that nothing waits for yet. */
    public CudaEvent(CudaDevice device) {
        this.device = device;
        device.call("Cannot make an event on " + device, () -> cuEventCreate(handle, CU_EVENT_DISABLE_TIMING));
        NativeObjects.opened();
    }

    /** Sets the mark after what is in the queue now. */
    public void record(CudaStream stream) {
        device.call("Cannot queue work on " + device, () -> cuEventRecord(handle, stream.handle()));
    }

    /** Waits until the work before the mark is done; failures of the work itself come out here. */
    public void synchronize() {
        device.call("Cannot finish the work on " + device, () -> cuEventSynchronize(handle));
    }

    CUevent_st handle() {
        return handle;
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuEventDestroy(handle));
        }
    }
}
