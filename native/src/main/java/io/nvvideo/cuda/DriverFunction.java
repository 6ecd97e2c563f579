package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.Natives;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A function of the driver, found by its name and called without the presets for CUDA, which may not load here. FFmpeg's preset
 * calls any function of a pointer, a pointer and an int; numbers and pointers travel in the same registers (System V ABI for
 * AMD64, 3.2.3; AAPCS64, 6.8.2), and a function of fewer arguments does not look at the others.
 */
final class DriverFunction {
    private static final Map<String, DriverFunction> FOUND = new ConcurrentHashMap<>();

    /** What JavaCPP finds a function's address in; lives as long as the JVM. */
    private final PointerPointer<Pointer> cell = new PointerPointer<>(1);

    private final AVIOContext.Read_packet_Pointer_BytePointer_int function;

    private DriverFunction(Pointer address) {
        cell.put(0, address);
        function = new AVIOContext.Read_packet_Pointer_BytePointer_int(cell);
    }

    /**
     * The function of that name, in its version: {@code cuMemGetInfo_v2}. Only after {@link CudaLibraries} opened the driver.
     *
     * @throws VideoException DRIVER_TOO_OLD if the driver has none, NATIVE_LOAD if FFmpeg cannot be loaded
     */
    static DriverFunction named(String name) {
        return FOUND.computeIfAbsent(name, missing -> {
            Natives.require();
            Pointer address = Loader.addressof(missing);
            if (address == null || address.isNull()) {
                throw new VideoException(
                        Code.DRIVER_TOO_OLD,
                        "Cannot call " + missing
                                + ": the NVIDIA driver has no such function. Install driver 535 or newer.");
            }
            return new DriverFunction(address);
        });
    }

    /** Calls it with addresses or numbers, as its declaration says; returns the driver's error number. */
    int call(long first, long second, int third) {
        return function.call(new Address(first), new Address(second), third);
    }

    /** The same with fewer arguments. */
    int call(long first, long second) {
        return call(first, second, 0);
    }

    /** The same with one argument. */
    int call(long only) {
        return call(only, 0, 0);
    }

    /** A number that travels as a pointer. */
    private static final class Address extends BytePointer {
        Address(long value) {
            super((Pointer) null);
            address = value;
        }
    }
}
