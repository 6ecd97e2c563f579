package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The GPUs of this machine. Each device's primary context is retained once and kept for the life of the JVM: to make one takes
 * some hundred milliseconds, and the driver gives it back when the process ends.
 */
public final class CudaDevices {
    private static final Map<Integer, CudaDevice> DEVICES = new ConcurrentHashMap<>();

    private CudaDevices() {}

    /**
     * What the driver lists, in its order.
     *
     * @throws VideoException NO_DEVICE, DRIVER_TOO_OLD or NATIVE_LOAD, with the reason, if GPUs cannot be used here
     */
    public static List<GpuDescription> list() {
        return CudaProbe.report().require().gpus();
    }

    /**
     * The device of that name; the same object for every caller, which must not close it.
     *
     * @param name an index or a UUID, or the beginning of one ({@code GPU-8f})
     * @throws VideoException NO_DEVICE if there is none, DEVICE_MEMORY if it has no room for a context
     */
    public static CudaDevice named(String name) {
        GpuDescription gpu = GpuNames.find(list(), name);
        return DEVICES.computeIfAbsent(gpu.index(), index -> CudaDevice.retain(gpu));
    }
}
