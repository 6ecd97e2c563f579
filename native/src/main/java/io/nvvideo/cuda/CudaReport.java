package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.io.Serializable;
import java.util.List;

/**
 * What {@link CudaProbe} found on this machine.
 *
 * @param outcome whether GPUs can be used, and if not what is in the way
 * @param reason a clause that says so to a person, such as {@code there is no NVIDIA driver (...)}
 * @param advice a sentence that says what to do
 * @param runtime where the CUDA runtime library came from
 * @param initCode what {@code cuInit} returned, or -1 if it was not called
 * @param driverVersion the CUDA version of the driver as it tells it, such as 12020 for 12.2; 0 if unknown
 * @param gpus what the driver lists, in its order; also where something else keeps them from decoding
 * @param second whether FFmpeg's own decoders for GPUs can be used where the presets cannot
 */
public record CudaReport(
        Outcome outcome,
        String reason,
        String advice,
        RuntimeLibrary runtime,
        int initCode,
        int driverVersion,
        List<GpuDescription> gpus,
        SecondChoice second)
        implements Serializable {

    /** Whether GPUs can be used, or the first thing that is in the way. */
    public enum Outcome {
        /** GPUs can be used. */
        READY(Code.NO_DEVICE),
        /** {@code nvvideo.cuda.runtime=off} says not to. */
        SWITCHED_OFF(Code.NO_DEVICE),
        /** {@code libcuda.so.1} cannot be loaded. */
        NO_DRIVER(Code.NO_DEVICE),
        /** {@code libnvcuvid.so.1} cannot be loaded, though the driver can. */
        NO_VIDEO_LIBRARY(Code.NO_DEVICE),
        /** Neither a CUDA runtime library nor a stand-in for it can be loaded. */
        NO_RUNTIME(Code.NATIVE_LOAD),
        /** JavaCPP's libraries for the driver cannot be loaded. */
        NO_BINDINGS(Code.NATIVE_LOAD),
        /** The driver is older than {@link CudaProbe#MIN_DRIVER_VERSION}. */
        DRIVER_TOO_OLD(Code.DRIVER_TOO_OLD),
        /** {@code cuInit} failed. */
        NOT_INITIALISED(Code.NO_DEVICE),
        /** The driver lists no GPU. */
        NO_GPU(Code.NO_DEVICE),
        /** {@code nvvideo.cuda.decoder=cuvid} says to leave the presets alone. */
        NOT_WANTED(Code.NO_DEVICE);

        private final Code code;

        Outcome(Code code) {
            this.code = code;
        }
    }

    /** Where the CUDA runtime library came from, which JavaCPP's library for the driver wants to be linked to. */
    public enum RuntimeLibrary {
        /** Installed on this machine. */
        FOUND,
        /** In a jar on the class path. */
        SHIPPED,
        /** An empty stand-in: nothing of the runtime library is ever called. */
        STAND_IN,
        /** None. */
        NONE
    }

    /** Copies the list. */
    public CudaReport {
        gpus = List.copyOf(gpus);
    }

    /** Whether GPUs can be used, through the presets for CUDA. */
    public boolean isReady() {
        return outcome == Outcome.READY;
    }

    /** Whether GPUs decode here in one way or the other. */
    public boolean decodes() {
        return isReady() || second.possible();
    }

    /** Why they do not, as a clause: of the first choice and, where it was looked at, of the second. */
    public String reasons() {
        return second.reason().isEmpty()
                ? reason
                : reason + "; FFmpeg's decoders for GPUs (*_cuvid) cannot take their place: " + second.reason();
    }

    /**
     * Returns this report if GPUs can be used through the presets for CUDA.
     *
     * @throws VideoException NO_DEVICE, DRIVER_TOO_OLD or NATIVE_LOAD, which says what is in the way and what to do
     */
    public CudaReport require() {
        if (!isReady()) {
            throw new VideoException(outcome.code, "Cannot use a GPU here: " + reasons() + ". " + advice);
        }
        return this;
    }

    private String headline() {
        if (isReady()) {
            return "ready";
        }
        return second.possible() ? "by FFmpeg's *_cuvid, because " + reason : "not possible, " + reasons();
    }

    /** All of it, a fact a line. */
    public String text() {
        StringBuilder text = new StringBuilder("GPU decoding: " + headline())
                .append("\nOutcome: " + outcome)
                .append("\nCUDA runtime library: " + runtime)
                .append("\ncuInit: " + (initCode < 0 ? "not called" : String.valueOf(initCode)))
                .append("\nDriver's CUDA version: "
                        + (driverVersion == 0 ? "unknown" : CudaProbe.versionText(driverVersion)))
                .append("\nGPUs: " + gpus.size());
        gpus.forEach(gpu -> text.append("\n  " + gpu));
        return text.append(advice.isEmpty() ? "" : "\n" + advice).toString();
    }
}
