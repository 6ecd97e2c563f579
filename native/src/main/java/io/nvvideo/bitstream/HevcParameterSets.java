package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What of HEVC's sequence and picture parameter sets is needed to read which pictures a slice header keeps. */
public final class HevcParameterSets {
    /** general_profile_space to general_level_idc, and the same of a sub-layer without its level: 7.3.3. */
    private static final int PROFILE_BITS = 88;

    private static final int LEVEL_BITS = 8;
    private static final int MAX_SETS = 64;

    /**
     * Of a sequence parameter set (Rec. ITU-T H.265, 7.3.2.2.1).
     *
     * @param orderBits length of slice_pic_order_cnt_lsb
     * @param area how large its pictures are, and what of them is shown; null if that makes no sense
     * @param longTermSets num_long_term_ref_pics_sps
     */
    public record Sequence(
            PictureArea area,
            boolean separatePlanes,
            int orderBits,
            List<HevcShortTermSet> shortTermSets,
            boolean longTerm,
            long longTermSets) {}

    /** Of a picture parameter set (7.3.2.3.1). */
    public record Picture(long sequence, boolean outputFlag, int extraBits) {}

    /**
     * A sequence parameter set under its number.
     *
     * @param subLayers sps_max_sub_layers_minus1
     */
    record Numbered(long id, int subLayers, Sequence sequence) {}

    private final Map<Long, Sequence> sequences = new HashMap<>();
    private final Map<Long, Picture> pictures = new HashMap<>();

    /** The set that slices name; null if it was not there, or could not be read. */
    public Picture picture(long id) {
        return pictures.get(id);
    }

    /** The same. */
    public Sequence sequence(long id) {
        return sequences.get(id);
    }

    /** All that were there. */
    public Collection<Sequence> sequences() {
        return sequences.values();
    }

    /** Takes any NAL unit; looks at parameter sets of the base layer alone. */
    public void learn(ByteBuffer unit) {
        int type = unit.limit() < 3 ? -1 : unit.get(0) >> 1 & 0x3f;
        boolean baseLayer = type >= 0 && (unit.get(0) & 1) == 0 && (unit.get(1) & 0xf8) == 0;
        if (!baseLayer || type != HevcUnits.SEQUENCE_PARAMETERS && type != HevcUnits.PICTURE_PARAMETERS) {
            return;
        }
        try {
            BitReader bits = new BitReader(NalUnits.unescape(unit, 2, unit.limit()));
            if (type == HevcUnits.SEQUENCE_PARAMETERS) {
                learnSequence(bits);
            } else {
                learnPicture(bits);
            }
        } catch (BitReader.EndOfHeader e) {
            // Which one it would have replaced is not known.
            pictures.clear();
        }
    }

    private void learnPicture(BitReader bits) {
        long id = bits.unsignedGolomb();
        long sequence = bits.unsignedGolomb();
        bits.skip(1); // dependent_slice_segments_enabled_flag
        boolean outputFlag = bits.flag();
        pictures.put(id, new Picture(sequence, outputFlag, (int) bits.bits(3)));
    }

    private void learnSequence(BitReader bits) {
        Numbered read = readSequence(bits);
        sequences.put(read.id(), read.sequence());
    }

    /** sps_seq_parameter_set_id, of a set that is read from behind the header of its unit. */
    public static long sequenceNumber(BitReader bits) {
        skipToNumber(bits);
        return bits.unsignedGolomb();
    }

    /** Gives sps_max_sub_layers_minus1. */
    private static int skipToNumber(BitReader bits) {
        bits.skip(4);
        int subLayers = (int) bits.bits(3);
        bits.skip(1);
        skipProfile(bits, subLayers);
        return subLayers;
    }

    /** Up to what the set says of long-term pictures. */
    static Numbered readSequence(BitReader bits) {
        int subLayers = skipToNumber(bits);
        long id = bits.unsignedGolomb();
        long chroma = bits.unsignedGolomb();
        boolean separatePlanes = chroma == 3 && bits.flag();
        long width = bits.unsignedGolomb();
        long height = bits.unsignedGolomb();
        PictureArea area =
                PictureArea.read(bits, width, height, chroma == 1 || chroma == 2 ? 2 : 1, chroma == 1 ? 2 : 1);
        skipNumbers(bits, 2); // bit depths
        int orderBits = (int) bits.unsignedGolomb() + 4;
        skipNumbers(bits, 3 * (bits.flag() ? subLayers + 1 : 1)); // sub-layer ordering
        skipNumbers(bits, 6); // block sizes
        if (bits.flag() && bits.flag()) {
            skipScalingLists(bits);
        }
        bits.skip(2);
        if (bits.flag()) {
            bits.skip(8); // pcm sample bit depths
            skipNumbers(bits, 2);
            bits.skip(1);
        }
        long count = bits.unsignedGolomb();
        if (count > MAX_SETS || orderBits > 16) {
            throw new BitReader.EndOfHeader();
        }
        List<HevcShortTermSet> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add(HevcShortTermSet.read(bits, sets, false));
        }
        boolean longTerm = bits.flag();
        long longTermSets = longTerm ? bits.unsignedGolomb() : 0;
        Sequence sequence = new Sequence(area, separatePlanes, orderBits, List.copyOf(sets), longTerm, longTermSets);
        return new Numbered(id, subLayers, sequence);
    }

    /** profile_tier_level(1, sps_max_sub_layers_minus1): 7.3.3. */
    static void skipProfile(BitReader bits, int subLayers) {
        bits.skip(PROFILE_BITS + LEVEL_BITS);
        boolean[] profiles = new boolean[subLayers];
        boolean[] levels = new boolean[subLayers];
        for (int i = 0; i < subLayers; i++) {
            profiles[i] = bits.flag();
            levels[i] = bits.flag();
        }
        bits.skip(subLayers > 0 ? 2 * (8 - subLayers) : 0);
        for (int i = 0; i < subLayers; i++) {
            bits.skip((profiles[i] ? PROFILE_BITS : 0) + (levels[i] ? LEVEL_BITS : 0));
        }
    }

    /** scaling_list_data(): 7.3.4. */
    private static void skipScalingLists(BitReader bits) {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (bits.flag()) {
                    skipNumbers(bits, (size > 1 ? 1 : 0) + Math.min(64, 1 << (4 + (size << 1))));
                } else {
                    skipNumbers(bits, 1);
                }
            }
        }
    }

    /** Exp-Golomb codes, signed or not: they are as long. */
    static void skipNumbers(BitReader bits, int count) {
        for (int i = 0; i < count; i++) {
            bits.unsignedGolomb();
        }
    }
}
