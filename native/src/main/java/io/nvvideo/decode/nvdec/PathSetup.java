package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.Surface;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.media.Orientation;

/**
 * What every way to an image needs of the pictures that follow the same headers, and of where it goes on.
 *
 * @param queue of the GPU's work; the reading's, for one thread
 * @param sequence the headers, cut to what is shown
 * @param look what FFmpeg would call the pixels
 * @param orientation how the pictures are to be shown
 * @param what names the file in errors
 */
record PathSetup(
        NvdecGpu gpu,
        CudaStream queue,
        VideoSequence sequence,
        StreamFormat.Look look,
        Orientation orientation,
        String what) {

    /** What is shown of a picture. */
    Surface shown(NvdecSession.Mapped mapped) {
        return mapped.surface().cut(sequence.width(), sequence.height());
    }
}
