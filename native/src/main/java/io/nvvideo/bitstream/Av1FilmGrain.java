package io.nvvideo.bitstream;

/** film_grain_params() of a frame header of AV1 (AV1 specification, 5.9.30), which is read over. Pure. */
final class Av1FilmGrain {
    private static final int MAX_LUMA_POINTS = 14;
    private static final int MAX_CHROMA_POINTS = 10;
    private static final int POINT_BITS = 16;
    private static final int COEFFICIENT_BITS = 8;
    /** cb_mult, cb_luma_mult and cb_offset. */
    private static final int MIX_BITS = 8 + 8 + 9;

    private Av1FilmGrain() {}

    /** Goes behind it, from apply_grain on. */
    static void skip(BitReader bits, Av1SequenceHeader sequence, Av1FrameStart frame) {
        if (!bits.flag()) {
            return;
        }
        bits.skip(16); // grain_seed
        if (frame.type() == Av1FrameStart.INTER_FRAME && !bits.flag()) {
            bits.skip(3); // film_grain_params_ref_idx
            return;
        }
        int luma = points(bits, MAX_LUMA_POINTS);
        boolean fromLuma = !sequence.isMonochrome() && bits.flag();
        boolean chroma = !sequence.isMonochrome() && !fromLuma && !(sequence.is420() && luma == 0);
        int first = chroma ? points(bits, MAX_CHROMA_POINTS) : 0;
        int second = chroma ? points(bits, MAX_CHROMA_POINTS) : 0;
        bits.skip(2); // grain_scaling_minus_8
        int lag = bits.number(2);
        int coefficients = 2 * lag * (lag + 1);
        int ofChroma = coefficients + (luma > 0 ? 1 : 0);
        bits.skip(luma > 0 ? coefficients * COEFFICIENT_BITS : 0);
        bits.skip(first > 0 || fromLuma ? ofChroma * COEFFICIENT_BITS : 0);
        bits.skip(second > 0 || fromLuma ? ofChroma * COEFFICIENT_BITS : 0);
        bits.skip(2 + 2); // ar_coeff_shift_minus_6, grain_scale_shift
        bits.skip(first > 0 ? MIX_BITS : 0);
        bits.skip(second > 0 ? MIX_BITS : 0);
        bits.skip(2); // overlap_flag, clip_to_restricted_range
    }

    private static int points(BitReader bits, int max) {
        int count = bits.number(4);
        if (count > max) {
            throw new InvalidHeader("the film grain of a frame has more than " + max + " points");
        }
        bits.skip(count * POINT_BITS);
        return count;
    }
}
