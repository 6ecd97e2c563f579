package io.nvvideo.bitstream;

import java.nio.ByteBuffer;

/**
 * Whether what HEVC's parameter sets count stays within what the standard permits: how many layer sets a video parameter set
 * has (Rec. ITU-T H.265, 7.3.2.1), and how many buffers it and the sequence parameter set describe (E.2.2). A video parameter set
 * that describes layers above the base layer (F.7.3.2.1) does not. Nothing of all that is needed to decode pictures of the base
 * layer, and readers that believe it read, and write, without an end.
 */
public final class HevcSetBounds {
    /** vps_num_layer_sets_minus1 (7.4.3.1). */
    private static final int MAX_LAYER_SETS = 1024;

    /** cpb_cnt_minus1 (E.3.2). */
    private static final int MAX_BUFFERS = 32;

    /** lt_idx_sps names one of them (7.4.3.2.1). */
    private static final int MAX_LONG_TERM = 32;

    private static final int EXTENDED_ASPECT = 255;

    private final BitReader bits;

    private HevcSetBounds(BitReader bits) {
        this.bits = bits;
    }

    /** Takes any NAL unit; true of all that are not such sets. */
    public static boolean hold(ByteBuffer unit) {
        int type = unit.limit() < 3 ? -1 : unit.get(0) >> 1 & 0x3f;
        if (type != HevcUnits.VIDEO_PARAMETERS && type != HevcUnits.SEQUENCE_PARAMETERS) {
            return true;
        }
        HevcSetBounds bounds = new HevcSetBounds(new BitReader(NalUnits.unescape(unit, 2, unit.limit())));
        return type == HevcUnits.VIDEO_PARAMETERS ? bounds.videoHolds() : bounds.sequenceHolds();
    }

    private boolean videoHolds() {
        try {
            bits.skip(4 + 2 + 6);
            int subLayers = (int) bits.bits(3);
            bits.skip(1 + 16);
            HevcParameterSets.skipProfile(bits, subLayers);
            HevcParameterSets.skipNumbers(bits, 3 * (bits.flag() ? subLayers + 1 : 1));
            int lastLayer = (int) bits.bits(6);
            long layerSets = bits.unsignedGolomb() + 1;
            if (layerSets > MAX_LAYER_SETS) {
                return false;
            }
            bits.skip((int) (layerSets - 1) * (lastLayer + 1));
            if (bits.flag()) {
                skipTiming();
                long described = bits.unsignedGolomb();
                if (described > layerSets) {
                    return false;
                }
                for (int i = 0; i < described; i++) {
                    bits.unsignedGolomb(); // hrd_layer_set_idx
                    skipBuffers(i == 0 || bits.flag(), subLayers);
                }
            }
            return !bits.flag(); // vps_extension_flag
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }

    /** A set that is cut off before it describes a buffer describes none. */
    private boolean sequenceHolds() {
        int subLayers;
        try {
            HevcParameterSets.Numbered set = HevcParameterSets.readSequence(bits);
            subLayers = set.subLayers();
            if (set.sequence().longTermSets() > MAX_LONG_TERM) {
                return false;
            }
            bits.skip((int) set.sequence().longTermSets() * (set.sequence().orderBits() + 1));
            bits.skip(2);
            if (!bits.flag() || !describesBuffers()) {
                return true;
            }
        } catch (BitReader.EndOfHeader e) {
            return true;
        }
        try {
            skipBuffers(true, subLayers);
            return true;
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }

    /** vui_parameters() up to vui_hrd_parameters_present_flag: E.2.1. */
    private boolean describesBuffers() {
        if (bits.flag() && bits.bits(8) == EXTENDED_ASPECT) {
            bits.skip(32);
        }
        if (bits.flag()) {
            bits.skip(1); // overscan_appropriate_flag
        }
        if (bits.flag()) {
            bits.skip(4);
            bits.skip(bits.flag() ? 24 : 0);
        }
        HevcParameterSets.skipNumbers(bits, bits.flag() ? 2 : 0); // chroma sample locations
        bits.skip(3);
        HevcParameterSets.skipNumbers(bits, bits.flag() ? 4 : 0); // default display window
        if (!bits.flag()) {
            return false;
        }
        skipTiming();
        return bits.flag();
    }

    /** num_units_in_tick, time_scale, and num_ticks_poc_diff_one_minus1 if it is there. */
    private void skipTiming() {
        bits.skip(64);
        HevcParameterSets.skipNumbers(bits, bits.flag() ? 1 : 0);
    }

    /** hrd_parameters(): E.2.2. */
    private void skipBuffers(boolean common, int subLayers) {
        int kinds = 0;
        boolean parts = false;
        if (common) {
            kinds = (int) (bits.bits(1) + bits.bits(1));
            if (kinds > 0) {
                parts = bits.flag();
                bits.skip((parts ? 19 : 0) + 8 + (parts ? 4 : 0) + 15);
            }
        }
        for (int i = 0; i <= subLayers; i++) {
            boolean fixed = bits.flag() || bits.flag();
            boolean lowDelay = false;
            if (fixed) {
                bits.unsignedGolomb(); // elemental_duration_in_tc_minus1
            } else {
                lowDelay = bits.flag();
            }
            long buffers = lowDelay ? 1 : bits.unsignedGolomb() + 1;
            if (buffers > MAX_BUFFERS) {
                throw new BitReader.EndOfHeader();
            }
            for (int b = 0; b < kinds * buffers; b++) {
                HevcParameterSets.skipNumbers(bits, parts ? 4 : 2);
                bits.skip(1);
            }
        }
    }
}
