package io.nvvideo.image;

/** What the pixels of a frame are handed out as: rows from the top down, without padding. */
public enum FrameFormat {
    /** Packed red, green, blue; height x width x 3. */
    RGB,
    /** Planar red, green, blue; 3 x height x width. */
    RGBP,
    /** Packed blue, green, red; height x width x 3. */
    BGR,
    /** Luma, in full range (0 is black, 255 or 65535 white); height x width. */
    GRAY,
    /** The stream's own pixel format: planes one after the other, rows without padding. */
    NATIVE,
    /** The layouts of video hardware: nv12, p016, yuv444, yuv444_16, nv16, p216. */
    SURFACE,
    /** A JPEG file (JFIF: BT.601 matrix, full range, 4:2:0). */
    JPEG,
    /** A PNG file, 8 or 16 bit per component. */
    PNG
}
