package io.nvvideo.demux;

import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.BitReader;
import io.nvvideo.media.Rational;

/** The size at which AV1 wants its pictures to be shown, which says how wide a pixel is (AV1 specification, 5.9.5 to 5.9.8). */
final class Av1RenderSize {
    /** Longer than any frame header up to render_size(). */
    static final int MAX_BYTES = 32;

    private static final int KEY_FRAME = 0;
    private static final int SIZE_BITS = 16;

    private Av1RenderSize() {}

    /**
     * Width to height of a pixel, by the header of a key frame that is shown (uncompressed_header(), 5.9.2).
     *
     * @param sequence null if it cannot be read
     * @return null for other frames
     */
    static Rational sampleAspectRatio(Av1SequenceHeader sequence, byte[] header) {
        try {
            return sequence == null ? null : read(sequence, new BitReader(header));
        } catch (BitReader.EndOfHeader e) {
            return null;
        }
    }

    private static Rational read(Av1SequenceHeader sequence, BitReader bits) {
        if (bits.flag() || bits.bits(2) != KEY_FRAME || !bits.flag()) {
            return null;
        }
        bits.skip(1); // disable_cdf_update
        boolean screenContent = sequence.choosesScreenContent() ? bits.flag() : sequence.screenContent();
        if (screenContent && sequence.choosesIntegerMotion()) {
            bits.skip(1);
        }
        bits.skip(sequence.frameIdBits());
        boolean otherSize = bits.flag();
        bits.skip(sequence.orderHintBits());
        long width = otherSize ? bits.bits(sequence.widthBits()) + 1 : sequence.width();
        long height = otherSize ? bits.bits(sequence.heightBits()) + 1 : sequence.height();
        if (sequence.superResolution() && bits.flag()) {
            bits.skip(3); // coded_denom
        }
        if (!bits.flag()) {
            return new Rational(1, 1);
        }
        long renderWidth = bits.bits(SIZE_BITS) + 1;
        long renderHeight = bits.bits(SIZE_BITS) + 1;
        long across = height * renderWidth;
        long down = width * renderHeight;
        long divisor = gcd(across, down);
        return across / divisor > Integer.MAX_VALUE || down / divisor > Integer.MAX_VALUE
                ? null
                : new Rational((int) (across / divisor), (int) (down / divisor));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
