package io.nvvideo.cuda;

import io.nvvideo.image.SurfaceLayout;
import java.util.Optional;
import java.util.Set;

/**
 * What a GPU's decoders can do with one codec, chroma subsampling and bit depth.
 *
 * @param supported whether they can at all; if not, all that follows is zero
 * @param engines how many decoders there are for it; 0 if the driver does not say
 * @param surfaces what they can write
 * @param minWidth pixels
 * @param minHeight pixels
 * @param maxWidth pixels
 * @param maxHeight pixels
 * @param maxMacroblocks of 16 x 16 pixels in a picture
 */
public record DecoderCapability(
        NvdecCodec codec,
        NvdecChroma chroma,
        int bitDepth,
        boolean supported,
        int engines,
        Set<SurfaceLayout> surfaces,
        int minWidth,
        int minHeight,
        int maxWidth,
        int maxHeight,
        int maxMacroblocks) {

    private static final int MACROBLOCK = 16;

    /** Copies the set. */
    public DecoderCapability {
        surfaces = Set.copyOf(surfaces);
    }

    static DecoderCapability none(NvdecCodec codec, NvdecChroma chroma, int bitDepth) {
        return new DecoderCapability(codec, chroma, bitDepth, false, 0, Set.of(), 0, 0, 0, 0, 0);
    }

    /**
     * Why a stream of that coded size cannot be decoded, as a clause; empty if it can.
     *
     * @param width pixels, coded
     * @param height pixels, coded
     */
    public Optional<String> reasonAgainst(int width, int height) {
        if (!supported) {
            return Optional.of("its decoders do not know " + this);
        }
        if (width < minWidth || height < minHeight) {
            return Optional.of(width + "x" + height + " is smaller than the " + minWidth + "x" + minHeight
                    + " that its decoders begin with for " + this);
        }
        if (width > maxWidth || height > maxHeight) {
            return Optional.of(width + "x" + height + " is larger than the " + maxWidth + "x" + maxHeight
                    + " that its decoders end with for " + this);
        }
        long macroblocks = (long) blocks(width) * blocks(height);
        if (macroblocks > maxMacroblocks) {
            return Optional.of(width + "x" + height + " has " + macroblocks + " macroblocks, more than the "
                    + maxMacroblocks + " that its decoders take for " + this);
        }
        return Optional.empty();
    }

    private static int blocks(int side) {
        return (side + MACROBLOCK - 1) / MACROBLOCK;
    }

    /** The codec, the subsampling and the depth: {@code hevc yuv420 10 bit}. */
    @Override
    public String toString() {
        return codec.codecName() + " " + chroma.name().toLowerCase(java.util.Locale.ROOT) + " " + bitDepth + " bit";
    }
}
