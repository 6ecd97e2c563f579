package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecSession;

/** One way from a picture on the GPU to its image, for all pictures that follow the same headers. */
interface PixelPath {
    /** Keeps what the image will be made of. When it returns, the picture's surface may be decoded to again. */
    Pixels take(DuePicture picture, NvdecSession session);
}
