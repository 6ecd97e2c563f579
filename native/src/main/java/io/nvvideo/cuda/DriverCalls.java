package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetUuid;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUuuid;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** What the driver says of itself and of its GPUs. Only after {@link CudaLibraries} opened it. */
final class DriverCalls {
    private static final int NAME_BYTES = 256;

    private DriverCalls() {}

    /** May be called before {@link #initialise}; 0 if the driver does not know. */
    static int driverVersion() {
        int[] version = new int[1];
        return cuDriverGetVersion(version) == 0 ? version[0] : 0;
    }

    /** The code that {@code cuInit} returns. */
    static int initialise() {
        return cuInit(0);
    }

    static List<GpuDescription> gpus() {
        int[] count = new int[1];
        CudaErrors.check(cuDeviceGetCount(count), "Cannot count the GPUs");
        List<GpuDescription> gpus = new ArrayList<>();
        for (int index = 0; index < count[0]; index++) {
            gpus.add(describe(index));
        }
        return gpus;
    }

    private static GpuDescription describe(int index) {
        String cannot = "Cannot describe GPU " + index;
        int[] device = new int[1];
        CudaErrors.check(cuDeviceGet(device, index), cannot);
        byte[] name = new byte[NAME_BYTES];
        CudaErrors.check(cuDeviceGetName(name, NAME_BYTES, device[0]), cannot);
        try (SizeTPointer memory = new SizeTPointer(1);
                CUuuid uuid = new CUuuid()) {
            CudaErrors.check(cuDeviceTotalMem(memory, device[0]), cannot);
            CudaErrors.check(cuDeviceGetUuid(uuid, device[0]), cannot);
            byte[] id = new byte[16];
            for (int i = 0; i < id.length; i++) {
                id[i] = uuid.bytes(i);
            }
            return new GpuDescription(
                    index,
                    text(name),
                    GpuNames.uuidText(id),
                    attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0], cannot),
                    attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0], cannot),
                    memory.get());
        }
    }

    private static int attribute(int which, int device, String cannot) {
        int[] value = new int[1];
        CudaErrors.check(cuDeviceGetAttribute(value, which, device), cannot);
        return value[0];
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
            if (cuGetErrorName(code, name) != 0 || name.get(BytePointer.class, 0) == null) {
                return "CUDA error " + code;
            }
            return name.get(BytePointer.class, 0).getString();
        }
    }
}
