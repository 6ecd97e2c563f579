package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaProbe;
import io.nvvideo.cuda.GpuDescription;
import java.util.List;
import java.util.Optional;

/** Which GPU: the one that the option names, then the one that the task was given, then the only one that is visible. */
final class GpuChoice {
    private GpuChoice() {}

    /**
     * The GPU for {@code device=cuda}.
     *
     * @throws VideoException NO_DEVICE, DRIVER_TOO_OLD or NATIVE_LOAD if there is none here, INVALID_ARGUMENT if nothing says which
     */
    static CudaDevice required(GpuOptions options) {
        return CudaDevices.named(name(options, CudaDevices.list())
                .orElseThrow(() -> new VideoException(
                        Code.INVALID_ARGUMENT,
                        "Cannot choose a GPU: " + CudaDevices.list().size()
                                + " are visible, and nothing says which. Set device=cuda:0 or another one, or give"
                                + " tasks a gpu resource (spark.task.resource.gpu.amount).")));
    }

    /** The GPU for {@code device=auto}; empty if there is none here or nothing says which. */
    static Optional<CudaDevice> found(GpuOptions options) {
        if (!CudaProbe.report().isReady()) {
            OnceLog.debug(
                    "Videos are decoded on the CPU: {}", CudaProbe.report().reason());
            return Optional.empty();
        }
        Optional<String> name = name(options, CudaDevices.list());
        if (name.isEmpty()) {
            OnceLog.info(
                    "Videos are decoded on the CPU: several GPUs are visible, and nothing says which. Set"
                            + " device=cuda:0 or another one, or give tasks a gpu resource ({}).",
                    "spark.task.resource.gpu.amount");
        }
        return name.map(CudaDevices::named);
    }

    /** Pure. A scheduler's index may count GPUs that are hidden from this process: where one is visible, it is that one. */
    static Optional<String> name(GpuOptions options, List<GpuDescription> visible) {
        String named = options.device().gpu();
        if (!named.isEmpty()) {
            return Optional.of(named);
        }
        if (visible.size() == 1) {
            return Optional.of(String.valueOf(visible.get(0).index()));
        }
        return Optional.of(options.taskGpu()).filter(gpu -> !gpu.isEmpty());
    }
}
