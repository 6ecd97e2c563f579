package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaReport.Outcome;
import io.nvvideo.cuda.CudaReport.RuntimeLibrary;
import io.nvvideo.ffmpeg.JavaCpp;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Finds out, once per JVM, whether GPUs can be used here. It never fails: what is in the way is in the report.
 *
 * <p>The order matters. Touching a class of the CUDA presets on a machine without the driver fails for the life of the JVM, and
 * calling a function that the driver lacks through them ends the process; so libraries are opened first ({@code dlopen}, which can
 * fail without harm), the driver is asked without the presets ({@link DriverCalls}), and they come last.
 */
public final class CudaProbe {
    /** CUDA 12.2, which is driver 535, as {@code cuDriverGetVersion} tells it. */
    public static final int MIN_DRIVER_VERSION = 12020;

    /** {@code auto}; {@code stub} loads the stand-in for the CUDA runtime library at once; {@code off} uses no GPU. */
    static final String RUNTIME_PROPERTY = "nvvideo.cuda.runtime";

    /** {@code auto}; {@code nvdec} decodes through the presets for CUDA or not at all, {@code cuvid} through FFmpeg or not at all. */
    static final String DECODER_PROPERTY = "nvvideo.cuda.decoder";

    private static final int NO_DEVICE = 100;

    private static final String BINDINGS_ADVICE =
            "They are for Linux x86_64 with glibc 2.34 or newer; if the cache folder is not writable or is mounted noexec"
                    + " set -Dorg.bytedeco.javacpp.cachedir=<folder>.";

    private CudaProbe() {}

    /** The class initialiser of a holder is the JVM's own once. */
    private static final class Result {
        static final CudaReport REPORT = probe();
    }

    /** What was found when this was first called in this JVM. */
    public static CudaReport report() {
        return Result.REPORT;
    }

    private static CudaReport probe() {
        if ("off".equals(System.getProperty(RUNTIME_PROPERTY))) {
            return without(
                    Outcome.SWITCHED_OFF,
                    "the system property " + RUNTIME_PROPERTY + " is off",
                    "Remove it to use GPUs.");
        }
        try {
            JavaCpp.liftMemoryLimit();
            Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
            String failure = CudaLibraries.open("libcuda.so.1");
            if (failure != null) {
                return without(
                        Outcome.NO_DRIVER,
                        "there is no NVIDIA driver (" + failure + ")",
                        "Install the driver, version 535 or newer; in a container start it with the NVIDIA runtime"
                                + " (docker run --gpus all).");
            }
            return ask(CudaLibraries.open("libnvcuvid.so.1"));
        } catch (LinkageError | RuntimeException e) {
            return without(Outcome.NO_BINDINGS, noBindings(e), BINDINGS_ADVICE);
        }
    }

    private static String noBindings(Throwable failure) {
        return "JavaCPP's libraries for the CUDA driver could not be loaded (" + CudaLibraries.rootMessage(failure)
                + ")";
    }

    private static CudaReport ask(String videoFailure) {
        int version = DriverCalls.driverVersion();
        if (version < MIN_DRIVER_VERSION) {
            return new Answers(-1, version, List.of())
                    .report(
                            Outcome.DRIVER_TOO_OLD,
                            "the NVIDIA driver is for CUDA " + versionText(version) + ", and CUDA "
                                    + versionText(MIN_DRIVER_VERSION) + " is needed",
                            "Install driver 535 or newer.");
        }
        int code = DriverCalls.initialise();
        Answers driver = new Answers(code, version, List.of());
        try {
            driver = code == 0 ? new Answers(code, version, DriverCalls.gpus()) : driver;
        } catch (VideoException e) {
            return driver.report(
                    Outcome.NOT_INITIALISED,
                    "the driver does not tell of its GPUs (" + CudaLibraries.rootMessage(e) + ")",
                    initAdvice(code));
        }
        if (code != 0 && code != NO_DEVICE) {
            return driver.report(
                    Outcome.NOT_INITIALISED,
                    "the CUDA driver does not start (" + DriverCalls.errorName(code) + ", " + code + ")",
                    initAdvice(code));
        }
        if (driver.gpus().isEmpty()) {
            return driver.report(
                    Outcome.NO_GPU,
                    "the driver lists no GPU",
                    "Check nvidia-smi, CUDA_VISIBLE_DEVICES, and that the container was given a GPU.");
        }
        if (videoFailure != null) {
            return driver.report(
                    Outcome.NO_VIDEO_LIBRARY,
                    "the driver's video decoding library is missing (" + videoFailure + ")",
                    "A container needs NVIDIA_DRIVER_CAPABILITIES=compute,video,utility, a machine the whole driver,"
                            + " not its compute-only part.");
        }
        return choose(driver);
    }

    /** The driver is whole: it is used through the presets, or else through FFmpeg. */
    private static CudaReport choose(Answers driver) {
        String wanted = System.getProperty(DECODER_PROPERTY, "auto");
        if (wanted.equals("cuvid")) {
            return driver.report(
                    Outcome.NOT_WANTED,
                    "the system property " + DECODER_PROPERTY + " is cuvid",
                    "Remove it to decode in the usual way.",
                    RuntimeLibrary.NONE,
                    CuvidDevice.look());
        }
        SecondChoice refused = wanted.equals("nvdec")
                ? SecondChoice.impossible("the system property " + DECODER_PROPERTY + " is nvdec")
                : null;
        RuntimeLibrary runtime = RuntimeLibrary.NONE;
        try {
            runtime = CudaLibraries.openRuntime();
            if (runtime == RuntimeLibrary.NONE) {
                return driver.report(
                        Outcome.NO_RUNTIME,
                        "neither the CUDA runtime library nor a stand-in for it could be loaded",
                        "Make the folder for temporary files (java.io.tmpdir) writable, or install the CUDA runtime"
                                + " library.",
                        runtime,
                        refused == null ? CuvidDevice.look() : refused);
            }
            CudaLibraries.loadVideoBindings();
            return driver.report(Outcome.READY, "", "", runtime, SecondChoice.NOT_LOOKED_AT);
        } catch (LinkageError | RuntimeException e) {
            return driver.report(
                    Outcome.NO_BINDINGS,
                    noBindings(e),
                    BINDINGS_ADVICE,
                    runtime,
                    refused == null ? CuvidDevice.look() : refused);
        }
    }

    /** What the driver says of itself. */
    private record Answers(int initCode, int version, List<GpuDescription> gpus) {
        CudaReport report(Outcome outcome, String reason, String advice) {
            return report(outcome, reason, advice, RuntimeLibrary.NONE, SecondChoice.NOT_LOOKED_AT);
        }

        CudaReport report(Outcome outcome, String reason, String advice, RuntimeLibrary runtime, SecondChoice second) {
            return new CudaReport(outcome, reason, advice, runtime, initCode, version, gpus, second);
        }
    }

    /** Driver API errors that people meet (cuda.h, CUresult). */
    private static String initAdvice(int code) {
        return switch (code) {
            case 34 -> "libcuda.so.1 is the stub of the CUDA toolkit: take its folder off LD_LIBRARY_PATH.";
            case 802 -> "The GPUs' fabric is not up yet: start nvidia-fabricmanager.";
            case 803 -> "The driver's library and its kernel module are of different versions: restart the machine.";
            case 804 -> "The CUDA compatibility package does not fit this GPU: remove it.";
            default -> "Check nvidia-smi; after a driver update restart the machine.";
        };
    }

    private static CudaReport without(Outcome outcome, String reason, String advice) {
        return new Answers(-1, 0, List.of()).report(outcome, reason, advice);
    }

    /** 12020 is 12.2. */
    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
