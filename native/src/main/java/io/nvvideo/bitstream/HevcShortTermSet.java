package io.nvvideo.bitstream;

import java.util.ArrayList;
import java.util.List;

/**
 * A short-term reference picture set of HEVC (Rec. ITU-T H.265, 7.3.7 and 7.4.8): the distances in output order to the pictures
 * that are kept, used by the current picture or not.
 *
 * @param before negative ones, nearest first
 * @param after positive ones, nearest first
 */
public record HevcShortTermSet(List<Integer> before, List<Integer> after) {
    /** sps_max_dec_pic_buffering_minus1 is at most 15 (A.4.1): no set has more pictures. */
    private static final int MAX_PICTURES = 16;

    /**
     * Reads st_ref_pic_set(idx).
     *
     * @param known the sets of the sequence parameter set that come before it
     * @param inSlice whether it stands in a slice header, behind all of the sequence parameter set
     */
    public static HevcShortTermSet read(BitReader bits, List<HevcShortTermSet> known, boolean inSlice) {
        if (!known.isEmpty() && bits.flag()) {
            return predicted(bits, known, inSlice);
        }
        int negative = count(bits);
        int positive = count(bits);
        return new HevcShortTermSet(distances(bits, negative, -1), distances(bits, positive, 1));
    }

    private static int count(BitReader bits) {
        long count = bits.unsignedGolomb();
        if (count > MAX_PICTURES) {
            throw new BitReader.EndOfHeader();
        }
        return (int) count;
    }

    private static List<Integer> distances(BitReader bits, int count, int sign) {
        List<Integer> distances = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < count; i++) {
            last += sign * ((int) bits.unsignedGolomb() + 1);
            bits.skip(1); // used_by_curr_pic
            distances.add(last);
        }
        return distances;
    }

    /** inter_ref_pic_set_prediction_flag: equations 7-59 to 7-62. */
    private static HevcShortTermSet predicted(BitReader bits, List<HevcShortTermSet> known, boolean inSlice) {
        long back = inSlice ? bits.unsignedGolomb() + 1 : 1;
        if (back > known.size()) {
            throw new BitReader.EndOfHeader();
        }
        HevcShortTermSet from = known.get(known.size() - (int) back);
        int sign = bits.flag() ? -1 : 1;
        int shift = sign * ((int) bits.unsignedGolomb() + 1);
        int negative = from.before.size();
        int count = negative + from.after.size();
        boolean[] taken = new boolean[count + 1];
        for (int j = 0; j <= count; j++) {
            boolean used = bits.flag();
            taken[j] = used || bits.flag();
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int j = from.after.size() - 1; j >= 0; j--) {
            add(before, from.after.get(j) + shift, taken[negative + j], -1);
        }
        add(before, shift, taken[count], -1);
        for (int j = 0; j < negative; j++) {
            add(before, from.before.get(j) + shift, taken[j], -1);
        }
        for (int j = negative - 1; j >= 0; j--) {
            add(after, from.before.get(j) + shift, taken[j], 1);
        }
        add(after, shift, taken[count], 1);
        for (int j = 0; j < from.after.size(); j++) {
            add(after, from.after.get(j) + shift, taken[negative + j], 1);
        }
        return new HevcShortTermSet(before, after);
    }

    private static void add(List<Integer> distances, int distance, boolean taken, int sign) {
        if (taken && Integer.signum(distance) == sign) {
            distances.add(distance);
        }
    }
}
