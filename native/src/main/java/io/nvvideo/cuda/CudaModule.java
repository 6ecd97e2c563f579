package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.CU_JIT_ERROR_LOG_BUFFER;
import static org.bytedeco.cuda.global.cudart.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadDataEx;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import io.nvvideo.ffmpeg.NativeObjects;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Kernels, compiled by the driver from PTX text. The driver keeps what it compiled in its own cache on disk. */
final class CudaModule implements AutoCloseable {
    private static final int LOG_BYTES = 4096;

    private final CudaDevice device;
    private final CUmod_st handle = new CUmod_st();
    private boolean closed;

    /**
     * Compiles.
     *
     * @throws io.nvvideo.VideoException DRIVER_TOO_OLD if the driver does not understand the text, with what its compiler says
     */
    CudaModule(CudaDevice device, String ptx) {
        this.device = device;
        try (BytePointer text = new BytePointer(ptx, StandardCharsets.US_ASCII);
                BytePointer log = new BytePointer(LOG_BYTES);
                IntPointer options = new IntPointer(CU_JIT_ERROR_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
                LongPointer values = new LongPointer(log.address(), LOG_BYTES);
                // void*[]: the overload for Pointer would pass its address.
                PointerPointer<Pointer> asPointers = new PointerPointer<>(values)) {
            log.zero();
            int result =
                    device.bound(() -> cuModuleLoadDataEx(handle, text, (int) options.limit(), options, asPointers));
            String said =
                    result == 0 ? "" : DriverCalls.text(log.getStringBytes()).strip();
            CudaErrors.check(
                    result, "Cannot compile the kernels for " + device + (said.isEmpty() ? "" : " (" + said + ")"));
        }
        NativeObjects.opened();
    }

    /** The kernel of that name; it lives as long as the module. */
    CUfunc_st kernel(String name) {
        CUfunc_st kernel = new CUfunc_st();
        device.call(
                "Cannot find the kernel " + name + " on " + device, () -> cuModuleGetFunction(kernel, handle, name));
        return kernel;
    }

    /** Queues a kernel that takes one structure by value, which may be freed when this returns. */
    void launch(CUfunc_st kernel, int gridX, int gridY, int blockX, int blockY, Pointer structure, CudaStream stream) {
        CUstream_st queue = stream.handle();
        PointerPointer<Pointer> noExtras = null;
        try (PointerPointer<Pointer> arguments = new PointerPointer<>(1)) {
            arguments.put(0, structure);
            device.call(
                    "Cannot run a kernel on " + device,
                    () -> cuLaunchKernel(kernel, gridX, gridY, 1, blockX, blockY, 1, 0, queue, arguments, noExtras));
        }
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuModuleUnload(handle));
        }
    }
}
