package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * What the driver says of itself and of its GPUs. Only after {@link CudaLibraries} opened it; whether the presets for CUDA can be
 * loaded does not matter.
 */
final class DriverCalls {
    private static final int NAME_BYTES = 256;
    private static final int UUID_BYTES = 16;

    /** cuda.h, {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR} and {@code _MINOR}. */
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;

    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    private DriverCalls() {}

    /** May be called before {@link #initialise}; 0 if the driver does not know. */
    static int driverVersion() {
        try (IntPointer version = new IntPointer(1)) {
            return DriverFunction.named("cuDriverGetVersion").call(version.address()) == 0 ? version.get() : 0;
        }
    }

    /** The code that {@code cuInit} returns. */
    static int initialise() {
        return DriverFunction.named("cuInit").call(0);
    }

    static List<GpuDescription> gpus() {
        int count;
        try (IntPointer counted = new IntPointer(1)) {
            CudaErrors.check(DriverFunction.named("cuDeviceGetCount").call(counted.address()), "Cannot count the GPUs");
            count = counted.get();
        }
        List<GpuDescription> gpus = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            gpus.add(describe(index));
        }
        return gpus;
    }

    private static GpuDescription describe(int index) {
        String cannot = "Cannot describe GPU " + index;
        try (IntPointer number = new IntPointer(1);
                BytePointer name = new BytePointer(NAME_BYTES);
                BytePointer uuid = new BytePointer(UUID_BYTES);
                SizeTPointer memory = new SizeTPointer(1)) {
            CudaErrors.check(DriverFunction.named("cuDeviceGet").call(number.address(), index), cannot);
            int device = number.get();
            CudaErrors.check(DriverFunction.named("cuDeviceGetName").call(name.address(), NAME_BYTES, device), cannot);
            CudaErrors.check(DriverFunction.named("cuDeviceTotalMem_v2").call(memory.address(), device), cannot);
            CudaErrors.check(DriverFunction.named("cuDeviceGetUuid_v2").call(uuid.address(), device), cannot);
            byte[] text = new byte[NAME_BYTES];
            name.get(text);
            byte[] id = new byte[UUID_BYTES];
            uuid.get(id);
            return new GpuDescription(
                    index,
                    text(text),
                    GpuNames.uuidText(id),
                    attribute(COMPUTE_CAPABILITY_MAJOR, device, cannot),
                    attribute(COMPUTE_CAPABILITY_MINOR, device, cannot),
                    memory.get());
        }
    }

    private static int attribute(int which, int device, String cannot) {
        try (IntPointer value = new IntPointer(1)) {
            CudaErrors.check(DriverFunction.named("cuDeviceGetAttribute").call(value.address(), which, device), cannot);
            return value.get();
        }
    }

    /** A string of C. */
    static String text(byte[] zeroTerminated) {
        int end = 0;
        while (end < zeroTerminated.length && zeroTerminated[end] != 0) {
            end++;
        }
        return new String(zeroTerminated, 0, end, StandardCharsets.UTF_8);
    }

    /** The driver's own name of an error, such as {@code CUDA_ERROR_OUT_OF_MEMORY}. */
    static String errorName(int code) {
        try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
            name.put(0, (org.bytedeco.javacpp.Pointer) null);
            if (DriverFunction.named("cuGetErrorName").call(code, name.address()) == 0
                    && name.get(BytePointer.class, 0) != null) {
                return name.get(BytePointer.class, 0).getString();
            }
        } catch (VideoException e) {
            // Without a driver there is no name, and the number is told all the same.
        }
        return "CUDA error " + code;
    }
}
