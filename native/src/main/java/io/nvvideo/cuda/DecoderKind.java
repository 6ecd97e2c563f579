package io.nvvideo.cuda;

import io.nvvideo.image.SurfaceLayout;

/**
 * What a session is made for and keeps for its life. Sessions of one kind can be exchanged.
 *
 * @param bitDepth bits per sample
 * @param layout what it writes
 * @param maxWidth pixels, the largest coded size that it can be set to
 * @param maxHeight pixels, the largest coded size that it can be set to
 */
public record DecoderKind(
        NvdecCodec codec, NvdecChroma chroma, int bitDepth, SurfaceLayout layout, int maxWidth, int maxHeight) {

    /** Whether sessions of this kind can do all that those of another one can. */
    public boolean covers(DecoderKind other) {
        return maxWidth >= other.maxWidth
                && maxHeight >= other.maxHeight
                && equals(
                        new DecoderKind(other.codec, other.chroma, other.bitDepth, other.layout, maxWidth, maxHeight));
    }

    /** Whether a stream of that size can be decoded by a session of this kind. */
    boolean holds(DecoderSetup setup) {
        return setup.codedWidth() <= maxWidth && setup.codedHeight() <= maxHeight;
    }
}
