package io.nvvideo;

import io.nvvideo.cuda.CudaProbe;
import io.nvvideo.cuda.CudaReport;
import io.nvvideo.decode.nvdec.DecodingGpu;
import io.nvvideo.media.VideoStream;

/**
 * Whether the first GPU that this process sees decodes a stream, as far as its container tells.
 *
 * @param supported whether it does
 * @param reason why not, as a clause; null if it does
 */
public record GpuSupport(boolean supported, String reason) {

    /**
     * Asks the driver; what it answered is kept.
     *
     * @throws VideoException DEVICE_MEMORY or DEVICE_FAILED if there is a GPU that does not answer
     */
    public static GpuSupport of(VideoStream stream) {
        CudaReport report = CudaProbe.report();
        if (!report.decodes()) {
            return new GpuSupport(false, report.reasons());
        }
        return DecodingGpu.reasonAgainstProfile(stream.codec(), stream.profile())
                .or(() -> GpuChoice.gpu(String.valueOf(report.gpus().get(0).index()))
                        .reasonAgainst(stream.codec(), stream.pixelFormat(), stream.codedWidth(), stream.codedHeight()))
                .map(reason -> new GpuSupport(false, reason))
                .orElseGet(() -> new GpuSupport(true, null));
    }
}
