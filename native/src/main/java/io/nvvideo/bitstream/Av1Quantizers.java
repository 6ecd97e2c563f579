package io.nvvideo.bitstream;

import java.util.Collections;
import java.util.List;

/**
 * What decides whether a frame is coded without loss: quantization_params() and segmentation_params() (AV1 specification, 5.9.12 and
 * 5.9.14).
 *
 * @param base base_q_idx
 * @param withoutOffsets whether all of DeltaQYDc and its like are 0
 * @param segments FeatureData[i][SEG_LVL_ALT_Q] of each segment, 0 where it has none; frames that refer to this one may have the same
 */
record Av1Quantizers(int base, boolean withoutOffsets, List<Integer> segments) {
    private static final int SEGMENTS = 8;
    private static final List<Integer> NO_SEGMENTS = Collections.nCopies(SEGMENTS, 0);
    private static final int OFFSET_BITS = 7;
    private static final int MATRIX_BITS = 4;

    /** Segmentation_Feature_Bits, with the sign where Segmentation_Feature_Signed says so. */
    private static final int[] FEATURE_BITS = {9, 7, 7, 7, 7, 3, 0, 0};

    /**
     * Reads them.
     *
     * @param primary those of the frame that the header begins from; null if of none
     */
    static Av1Quantizers read(BitReader bits, Av1SequenceHeader sequence, Av1Quantizers primary) {
        int base = bits.number(8);
        boolean without = offset(bits) == 0;
        if (!sequence.isMonochrome()) {
            boolean differs = sequence.separatesV() && bits.flag();
            for (int i = 0; i < (differs ? 4 : 2); i++) {
                without &= offset(bits) == 0;
            }
        }
        if (bits.flag()) {
            bits.skip(MATRIX_BITS * (sequence.separatesV() ? 3 : 2));
        }
        return new Av1Quantizers(base, without, bits.flag() ? readSegments(bits, primary) : NO_SEGMENTS);
    }

    private static int offset(BitReader bits) {
        return bits.flag() ? bits.signed(OFFSET_BITS) : 0;
    }

    private static List<Integer> readSegments(BitReader bits, Av1Quantizers primary) {
        if (primary != null) {
            boolean updatesMap = bits.flag();
            bits.skip(updatesMap ? 1 : 0); // segmentation_temporal_update
            if (!bits.flag()) {
                return primary.segments;
            }
        }
        Integer[] offsets = new Integer[SEGMENTS];
        for (int segment = 0; segment < SEGMENTS; segment++) {
            offsets[segment] = bits.flag() ? bits.signed(FEATURE_BITS[0]) : 0;
            for (int feature = 1; feature < FEATURE_BITS.length; feature++) {
                bits.skip(bits.flag() ? FEATURE_BITS[feature] : 0);
            }
        }
        return List.of(offsets);
    }

    /** CodedLossless (5.9.2, get_qidx() of 7.12.2). */
    boolean areLossless() {
        return withoutOffsets && segments.stream().allMatch(offset -> base + offset <= 0);
    }
}
