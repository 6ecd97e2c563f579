package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaProbe;
import io.nvvideo.cuda.CudaReport;
import io.nvvideo.cuda.CuvidDevice;
import io.nvvideo.cuda.GpuDescription;
import io.nvvideo.decode.nvdec.CuvidGpu;
import io.nvvideo.decode.nvdec.DecodingGpu;
import io.nvvideo.decode.nvdec.NvdecGpu;
import java.util.List;
import java.util.Optional;

/**
 * Which GPU: the one that the option names, then the one that the task was given, then the only one that is visible. And which way
 * to its decoders: NVDEC through the presets, then FFmpeg's own.
 */
final class GpuChoice {
    private GpuChoice() {}

    /**
     * The GPU for {@code device=cuda}.
     *
     * @throws VideoException NO_DEVICE, DRIVER_TOO_OLD or NATIVE_LOAD if there is none here, INVALID_ARGUMENT if nothing says which
     */
    static DecodingGpu required(GpuOptions options) {
        CudaReport report = CudaProbe.report();
        if (!report.decodes()) {
            report.require();
        }
        return gpu(name(options, report.gpus())
                .orElseThrow(() -> new VideoException(
                        Code.INVALID_ARGUMENT,
                        "Cannot choose a GPU: " + report.gpus().size()
                                + " are visible, and nothing says which. Set device=cuda:0 or another one, or give"
                                + " tasks a gpu resource (spark.task.resource.gpu.amount).")));
    }

    /** The GPU for {@code device=auto}; empty if there is none here or nothing says which. */
    static Optional<DecodingGpu> found(GpuOptions options) {
        CudaReport report = CudaProbe.report();
        if (!report.decodes()) {
            if (report.second().reason().isEmpty()) {
                OnceLog.debug("Videos are decoded on the CPU: {}", report.reasons());
            } else {
                OnceLog.info("Videos are decoded on the CPU, though there is a GPU: {}.", report.reasons());
            }
            return Optional.empty();
        }
        Optional<String> name = name(options, report.gpus());
        if (name.isEmpty()) {
            OnceLog.info(
                    "Videos are decoded on the CPU: several GPUs are visible, and nothing says which. Set"
                            + " device=cuda:0 or another one, or give tasks a gpu resource ({}).",
                    "spark.task.resource.gpu.amount");
        }
        return name.map(GpuChoice::gpu);
    }

    /**
     * The GPU of that name, by the way that this process has to it.
     *
     * @throws VideoException NO_DEVICE if there is none of that name, DEVICE_MEMORY if it has no room
     */
    static DecodingGpu gpu(String name) {
        CudaReport report = CudaProbe.report();
        if (report.isReady()) {
            return NvdecGpu.of(CudaDevices.named(name));
        }
        OnceLog.info("Videos are decoded on GPUs by FFmpeg's *_cuvid, which keep no sessions: {}.", report.reason());
        return CuvidGpu.of(CuvidDevice.named(name));
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
