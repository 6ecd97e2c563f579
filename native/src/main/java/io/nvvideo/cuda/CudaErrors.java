package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;

/** The driver's error numbers (cuda.h, {@code CUresult}) as sentences and codes. */
final class CudaErrors {
    private CudaErrors() {}

    /**
     * Does nothing if {@code result} is success.
     *
     * @throws VideoException that begins with {@code cannotWhat}, which reads "Cannot decode file:/x.mp4"
     */
    static void check(int result, String cannotWhat) {
        if (result != 0) {
            throw exception(result, cannotWhat);
        }
    }

    /**
     * The same for what the driver was given of a stream: errors that tell of no device are the stream's.
     *
     * @throws VideoException CORRUPT, or what {@link #check} throws
     */
    static void checkStream(int result, String cannotWhat) {
        if (result != 0 && code(result) == Code.INTERNAL) {
            throw new VideoException(
                    Code.CORRUPT,
                    cannotWhat + ": " + DriverCalls.errorName(result) + " (" + result
                            + "). The packet is damaged; option mode=PERMISSIVE reads what can be read.");
        }
        check(result, cannotWhat);
    }

    private static VideoException exception(int result, String cannotWhat) {
        return new VideoException(
                code(result),
                cannotWhat + ": " + DriverCalls.errorName(result) + " (" + result + "). " + advice(result));
    }

    static Code code(int result) {
        return switch (result) {
            case 2 -> Code.DEVICE_MEMORY; // OUT_OF_MEMORY
            case 3, 34, 46, 100, 101, 802, 803, 804 ->
                Code.NO_DEVICE; // not initialised, stub, unavailable, none, mismatch
            case 36, 218, 222 -> Code.DRIVER_TOO_OLD; // call requires newer driver, invalid or too new PTX
            case 221 -> Code.NATIVE_LOAD; // JIT_COMPILER_NOT_FOUND
            case 209, 801 -> Code.UNSUPPORTED; // NO_BINARY_FOR_GPU, NOT_SUPPORTED
            default -> isSticky(result) ? Code.DEVICE_FAILED : Code.INTERNAL;
        };
    }

    /** After these the context is lost for this process, whatever is called (cuda.h says so at each). */
    private static boolean isSticky(int result) {
        return switch (result) {
            // ECC, contained, NVLink, illegal address, timeout, assert, stack, instruction, misaligned, address space,
            // PC,
            // launch failed, device in a bad state
            case 214, 220, 226, 700, 702, 710, 714, 715, 716, 717, 718, 719 -> true;
            default -> false;
        };
    }

    private static String advice(int result) {
        return switch (code(result)) {
            case DEVICE_MEMORY ->
                "The GPU's memory is used up: run fewer tasks on it, or lower decoderCacheSize, maxWidth and maxHeight.";
            case NO_DEVICE -> "Check nvidia-smi; after a driver update restart the machine.";
            case DRIVER_TOO_OLD -> "Install driver 535 or newer.";
            case NATIVE_LOAD -> "Install the whole driver: libnvidia-ptxjitcompiler is missing.";
            case UNSUPPORTED -> "This GPU cannot do it; use device=cpu.";
            case DEVICE_FAILED ->
                "Start the process (executor) again; if it comes back look for Xid messages in dmesg.";
            default -> "Please report it, with the driver's version.";
        };
    }
}
