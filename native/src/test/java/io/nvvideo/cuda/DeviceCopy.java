package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;

/** Copies that never leave the GPU. The library needs none; other libraries hand pictures out so. */
public final class DeviceCopy {
    private DeviceCopy() {}

    /** Queues a copy of a surface as it lies, padding included. */
    public static void of(CudaDevice device, Surface surface, DeviceMemory to, CudaStream stream) {
        long bytes = surface.byteSpan();
        if (bytes > to.byteSize()) {
            throw new IllegalArgumentException(surface + " does not fit " + to.byteSize() + " bytes");
        }
        device.call(
                "Cannot copy a surface on " + device,
                () -> cuMemcpyDtoDAsync(to.address(), surface.luma(), bytes, stream.handle()));
    }
}
