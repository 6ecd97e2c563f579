package io.nvvideo.demux;

import io.nvvideo.bitstream.Av1FrameSize;
import io.nvvideo.bitstream.Av1FrameStart;
import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.InvalidHeader;
import io.nvvideo.media.Rational;

/** The size at which AV1 wants its pictures to be shown, which says how wide a pixel is (AV1 specification, 5.9.5 to 5.9.8). */
final class Av1RenderSize {
    private Av1RenderSize() {}

    /**
     * Width to height of a pixel, by the header of a key frame that is shown (uncompressed_header(), 5.9.2).
     *
     * @param sequence null if it cannot be read
     * @param unit that begins with it
     * @return null for other frames
     */
    static Rational sampleAspectRatio(Av1SequenceHeader sequence, Av1Unit unit) {
        try {
            return sequence == null ? null : read(sequence, unit);
        } catch (InvalidHeader e) {
            return null;
        }
    }

    private static Rational read(Av1SequenceHeader sequence, Av1Unit unit) {
        BitReader bits = new BitReader(unit.bytes(Av1FrameStart.MAX_BYTES));
        Av1FrameStart frame = Av1FrameStart.read(bits, sequence, unit);
        if (!frame.isShownKey()) {
            return null;
        }
        Av1FrameSize size = Av1FrameSize.read(bits, sequence, frame.otherSize());
        long across = (long) size.height() * size.renderWidth();
        long down = (long) size.width() * size.renderHeight();
        long divisor = gcd(across, down);
        return across / divisor > Integer.MAX_VALUE || down / divisor > Integer.MAX_VALUE
                ? null
                : new Rational((int) (across / divisor), (int) (down / divisor));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
