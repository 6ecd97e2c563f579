package io.nvvideo.decode.nvdec;

import io.nvvideo.image.Image;

/** What was kept of a picture while it was due. */
interface Pixels {
    /** Makes the image; valid until {@link #release}. To be called at most once. */
    Image image();

    /** Gives the memory back; waits until the GPU does not write to it any more. */
    void release();
}
