package io.nvvideo.bitstream;

/** global_motion_params() of a frame header of AV1 (AV1 specification, 5.9.24), which is read over. Pure. */
final class Av1GlobalMotion {
    private static final int ALPHA_BITS = 12;
    private static final int TRANSLATION_BITS = 12;
    private static final int TRANSLATION_ONLY_BITS = 9;
    private static final int FIRST_BITS = 3;

    private Av1GlobalMotion() {}

    /**
     * Goes behind it.
     *
     * @param precise allow_high_precision_mv
     */
    static void skip(BitReader bits, boolean precise) {
        for (int reference = 0; reference < Av1References.COUNT; reference++) {
            if (!bits.flag()) {
                continue;
            }
            boolean rotates = bits.flag();
            boolean translates = !rotates && bits.flag();
            if (translates) {
                skipParameters(bits, 2, TRANSLATION_ONLY_BITS - (precise ? 0 : 1));
            } else {
                skipParameters(bits, rotates ? 2 : 4, ALPHA_BITS);
                skipParameters(bits, 2, TRANSLATION_BITS);
            }
        }
    }

    private static void skipParameters(BitReader bits, int count, int magnitudeBits) {
        for (int i = 0; i < count; i++) {
            skipExponential(bits, (2 << magnitudeBits) + 1);
        }
    }

    /** decode_subexp(), whose length is the same whatever the parameter is told from: 5.9.27. */
    private static void skipExponential(BitReader bits, int symbols) {
        int below = 0;
        for (int i = 0; ; i++) {
            int length = FIRST_BITS + Math.max(i - 1, 0);
            if (symbols <= below + (3 << length)) {
                bits.lessThan(symbols - below);
                return;
            }
            if (!bits.flag()) {
                bits.skip(length);
                return;
            }
            below += 1 << length;
        }
    }
}
