package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.cuCtxPopCurrent;
import static org.bytedeco.cuda.global.cudart.cuCtxPushCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.NativeObjects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A GPU and its primary context, which is shared with every other library of the process that uses the runtime API. For any
 * number of threads: every call binds the context to the calling thread and takes it off again, because Spark moves tasks
 * between threads.
 */
public final class CudaDevice implements AutoCloseable {
    private final GpuDescription gpu;
    private final CUctx_st context = new CUctx_st();
    private final DecoderCapabilities capabilities =
            new DecoderCapabilities((codec, chroma, bitDepth) -> NvdecCapabilities.ask(this, codec, chroma, bitDepth));
    private volatile boolean closed;

    private CudaDevice(GpuDescription gpu) {
        this.gpu = gpu;
    }

    /** Retains the context, which is made if nobody in the process has one: some hundred milliseconds. */
    static CudaDevice retain(GpuDescription gpu) {
        CudaProbe.report().require();
        CudaDevice device = new CudaDevice(gpu);
        CudaErrors.check(cuDevicePrimaryCtxRetain(device.context, gpu.index()), "Cannot make a context on " + device);
        NativeObjects.opened();
        return device;
    }

    /** Which GPU it is. */
    public GpuDescription gpu() {
        return gpu;
    }

    /** What its decoders can do. */
    public DecoderCapabilities decoderCapabilities() {
        return capabilities;
    }

    /**
     * Does work with the context bound to the calling thread. May be nested.
     *
     * @throws VideoException CANCELLED after {@link #close}, DEVICE_FAILED if the GPU does not answer
     */
    public <T> T bound(Supplier<T> work) {
        if (closed) {
            throw new VideoException(Code.CANCELLED, "Cannot use " + this + ": it was closed. Open it again.");
        }
        CudaErrors.check(cuCtxPushCurrent(context), "Cannot use " + this);
        try {
            return work.get();
        } finally {
            // It fails only if the thread has no context, which is what is wanted.
            cuCtxPopCurrent(new CUctx_st());
        }
    }

    /** One call of the driver, with the context bound; {@code cannotWhat} begins the error. */
    void call(String cannotWhat, IntSupplier driverCall) {
        int result = bound(driverCall::getAsInt);
        CudaErrors.check(result, cannotWhat);
    }

    /**
     * One call that gives something back. A failure would repeat that of the last call, which was told then; and after
     * {@link #close} there is nothing left to give back.
     */
    void release(IntSupplier driverCall) {
        if (!closed && cuCtxPushCurrent(context) == 0) {
            driverCall.getAsInt();
            cuCtxPopCurrent(new CUctx_st());
        }
    }

    /** Bytes of the device's memory that nobody uses now. */
    public long freeBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            call("Cannot tell the free memory of " + this, () -> cuMemGetInfo(free, total));
            return free.get();
        }
    }

    /** Gives the context back; safe to call twice. What was made on the device has to be closed before. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            cuDevicePrimaryCtxRelease(gpu.index());
        }
    }

    @Override
    public String toString() {
        return "GPU " + gpu.index() + " (" + gpu.name() + ")";
    }
}
