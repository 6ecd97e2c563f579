package io.nvvideo.cuda;

import io.nvvideo.image.SurfaceLayout;

/**
 * A decoded picture in a GPU's memory.
 *
 * @param layout how its samples lie
 * @param bitDepth bits per sample; in 16-bit layouts they are the uppermost
 * @param width pixels of the picture, which may be odd
 * @param height pixels of the picture, which may be odd
 * @param luma address of its first luma sample; planes of RGB are green, blue and red
 * @param chroma address of its first Cb sample
 * @param red address of its first Cr sample; of interleaved chroma, that after Cb
 * @param lumaPitch bytes from one row of luma to the next
 * @param chromaPitch bytes from one row of chroma to the next
 * @param monochrome whether the picture is gray, and chroma only what the layout has to have
 */
public record Surface(
        SurfaceLayout layout,
        int bitDepth,
        int width,
        int height,
        long luma,
        long chroma,
        long red,
        int lumaPitch,
        int chromaPitch,
        boolean monochrome) {

    /** Checks what would make a kernel read outside. */
    public Surface {
        int bytes = layout.bytesPerSample();
        int chromaRow = layout.chromaWidth(width) * bytes * (layout.interleaved() ? 2 : 1);
        if (width <= 0 || height <= 0 || lumaPitch < width * bytes || chromaPitch < chromaRow) {
            throw new IllegalArgumentException("Rows of " + lumaPitch + " and " + chromaPitch + " bytes hold no "
                    + layout.layoutName() + " of " + width + "x" + height);
        }
        if (bitDepth < 8 || bitDepth > 8 * bytes) {
            throw new IllegalArgumentException(bitDepth + " bits do not fit " + layout.layoutName());
        }
    }

    /** A picture with colours. */
    public Surface(
            SurfaceLayout layout,
            int bitDepth,
            int width,
            int height,
            long luma,
            long chroma,
            long red,
            int lumaPitch,
            int chromaPitch) {
        this(layout, bitDepth, width, height, luma, chroma, red, lumaPitch, chromaPitch, false);
    }

    /**
     * The planes one after the other, rows of the same length in each, as NVDEC maps them.
     *
     * @param address of the first luma sample
     * @param pitch bytes from one row to the next, in every plane
     * @param planeRows rows from the beginning of the luma plane to that of the next; NVDEC rounds the height up
     */
    public static Surface mapped(
            SurfaceLayout layout, int bitDepth, int width, int height, long address, int pitch, int planeRows) {
        long chroma = address + (long) pitch * planeRows;
        long red = layout.interleaved()
                ? chroma + layout.bytesPerSample()
                : chroma + (long) pitch * (planeRows / layout.down());
        return new Surface(layout, bitDepth, width, height, address, chroma, red, pitch, pitch);
    }

    /** From the first luma sample to the end of the last row that holds chroma, padding included. */
    public long byteSpan() {
        long lastPlane = layout.interleaved() ? chroma : red;
        return lastPlane - luma + (long) chromaPitch * layout.chromaHeight(height);
    }

    /** The upper left part of it, of that size. */
    public Surface cut(int smallerWidth, int smallerHeight) {
        if (smallerWidth > width || smallerHeight > height) {
            throw new IllegalArgumentException(smallerWidth + "x" + smallerHeight + " is no part of " + this);
        }
        return new Surface(
                layout, bitDepth, smallerWidth, smallerHeight, luma, chroma, red, lumaPitch, chromaPitch, monochrome);
    }

    /**
     * The same as a picture of a stream whose pixel format is gray. The pixel format says so, not the bit stream: monochrome
     * H.264 is yuv420p to FFmpeg, and so to everybody.
     */
    public Surface ofGray() {
        return new Surface(layout, bitDepth, width, height, luma, chroma, red, lumaPitch, chromaPitch, true);
    }
}
