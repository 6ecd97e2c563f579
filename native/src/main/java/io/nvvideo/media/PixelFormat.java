package io.nvvideo.media;

import java.io.Serializable;

/**
 * A pixel format by FFmpeg's name, with the facts that code needs to know about it.
 *
 * @param name FFmpeg's name, such as {@code yuv420p10le}
 * @param components number of components, alpha included: 1 gray, 2 gray and alpha, 3, 4
 * @param bitDepth significant bits of the first component
 * @param log2ChromaWidth how many times the width of the chroma planes is halved
 * @param log2ChromaHeight how many times the height of the chroma planes is halved
 * @param rgb whether the components are red, green and blue (or a palette of them)
 * @param planar whether every component has a plane of its own
 * @param alpha whether there is an alpha component
 */
public record PixelFormat(
        String name,
        int components,
        int bitDepth,
        int log2ChromaWidth,
        int log2ChromaHeight,
        boolean rgb,
        boolean planar,
        boolean alpha)
        implements Serializable {

    /** J:a:b notation ({@code 4:2:0}); {@code 4:0:0} for gray, null for RGB. */
    public String chromaSubsampling() {
        if (rgb) {
            return null;
        }
        if (components < 3) {
            return "4:0:0";
        }
        int a = 4 >> log2ChromaWidth;
        return "4:" + a + ":" + (log2ChromaHeight > 0 ? 0 : a);
    }
}
