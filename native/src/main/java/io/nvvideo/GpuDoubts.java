package io.nvvideo;

import io.nvvideo.decode.nvdec.DecodingGpu;
import java.util.Optional;

/** What speaks against a GPU beside what its driver says. */
@FunctionalInterface
interface GpuDoubts {
    /** Nothing. */
    GpuDoubts NONE = (gpu, wishes, codec) -> Optional.empty();

    /**
     * Why a GPU is not to be used for a codec, as a clause; empty if nothing speaks against it.
     *
     * @param gpu the one that these wishes choose
     * @param codec FFmpeg's name
     */
    Optional<String> reasonAgainst(DecodingGpu gpu, GpuOptions wishes, String codec);
}
