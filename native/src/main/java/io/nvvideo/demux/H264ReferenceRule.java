package io.nvvideo.demux;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * H.264: a picture all of whose slices have nal_ref_idc 0 is a non-reference picture, which no other one is predicted from
 * (Rec. ITU-T H.264, 7.4.1).
 *
 * <p>A packet with one field alone is none: with the other one it is a frame, which somebody may want.
 */
final class H264ReferenceRule implements ReferenceRule {
    private static final int SLICE = 1;
    private static final int SLICE_IDR = 5;
    private static final int SEI = 6;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int ACCESS_UNIT_DELIMITER = 9;
    private static final int FILLER = 12;
    /** log2_max_frame_num_minus4 is at most 12: 7.4.2.1.1. */
    private static final int MAX_FRAME_NUMBER_BITS = 16;
    /** Longer than any slice header up to bottom_field_flag. */
    private static final int SLICE_HEADER_BYTES = 32;

    /** What is needed of a sequence parameter set (7.3.2.1.1) to read the beginning of a slice header. */
    private record Sequence(boolean separatePlanes, int frameNumberBits, boolean framesOnly) {
        /** Stands for a set that cannot be read. */
        static final Sequence DAMAGED = new Sequence(false, 0, false);
    }

    private final int lengthSize;
    private final Map<Long, Sequence> sequences = new TreeMap<>();

    H264ReferenceRule(ByteBuffer extradata) {
        boolean configuration = extradata.limit() >= 7 && extradata.get(0) == 1;
        lengthSize = configuration ? (extradata.get(4) & 3) + 1 : NalUnits.START_CODES;
        List<ByteBuffer> units = configuration ? configured(extradata) : NalUnits.split(extradata, lengthSize);
        if (units != null) {
            units.forEach(this::learn);
        }
    }

    /** The sequence parameter sets of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1.2). */
    private static List<ByteBuffer> configured(ByteBuffer record) {
        int end = 6;
        for (int i = 0; i < (record.get(5) & 0x1f); i++) {
            end += end + 2 <= record.limit() ? 2 + (record.getShort(end) & 0xffff) : record.limit();
        }
        return end > record.limit()
                ? null
                : NalUnits.split(record.duplicate().position(6).limit(end), Short.BYTES);
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        List<ByteBuffer> units = NalUnits.split(packet, lengthSize);
        if (units == null) {
            return false;
        }
        boolean disposable = true;
        boolean top = false;
        boolean bottom = false;
        for (ByteBuffer unit : units) {
            int type = unit.get(0) & 0x1f;
            if (type >= SLICE && type <= SLICE_IDR) {
                disposable &= (unit.get(0) >> 5 & 3) == 0;
                int parts = disposable ? structure(unit, type) : 0;
                top |= (parts & 1) != 0;
                bottom |= (parts & 2) != 0;
            } else if (type == SEI) {
                disposable &= NalUnits.speaksOfOnePicture(unit, 1);
            } else {
                learn(unit);
                disposable &= type == ACCESS_UNIT_DELIMITER || type == FILLER;
            }
        }
        return disposable && top && bottom;
    }

    /** Which fields a slice belongs to: 1 top, 2 bottom, 3 both, that is a frame; 0 if it cannot be told. */
    private int structure(ByteBuffer slice, int type) {
        if (sequences.isEmpty() || sequences.containsValue(Sequence.DAMAGED) || type != SLICE) {
            return 0;
        }
        if (sequences.values().stream().allMatch(Sequence::framesOnly)) {
            return 3;
        }
        // Which set a slice uses would need the picture parameter sets; nearly always there is one, or all agree.
        Sequence sequence = sequences.values().iterator().next();
        if (!sequences.values().stream().allMatch(sequence::equals)) {
            return 0;
        }
        try {
            BitReader bits = new BitReader(NalUnits.unescape(slice, 1, SLICE_HEADER_BYTES));
            bits.unsignedGolomb(); // first_mb_in_slice
            bits.unsignedGolomb(); // slice_type
            bits.unsignedGolomb(); // pic_parameter_set_id
            bits.skip(sequence.separatePlanes ? 2 : 0);
            bits.skip(sequence.frameNumberBits);
            boolean field = bits.flag();
            return !field ? 3 : bits.flag() ? 2 : 1;
        } catch (BitReader.EndOfHeader e) {
            return 0;
        }
    }

    private void learn(ByteBuffer unit) {
        if ((unit.get(0) & 0x1f) != SEQUENCE_PARAMETERS) {
            return;
        }
        try {
            BitReader bits = new BitReader(NalUnits.unescape(unit, 1, unit.limit()));
            int profile = (int) bits.bits(8);
            bits.skip(16);
            long id = bits.unsignedGolomb();
            boolean separatePlanes = hasChromaFormat(profile) && readChromaFormat(bits);
            int frameNumberBits = (int) Math.min(bits.unsignedGolomb(), MAX_FRAME_NUMBER_BITS) + 4;
            skipOrderCount(bits);
            bits.unsignedGolomb(); // max_num_ref_frames
            bits.skip(1);
            bits.unsignedGolomb(); // width
            bits.unsignedGolomb(); // height
            boolean framesOnly = bits.flag();
            sequences.put(
                    id,
                    frameNumberBits > MAX_FRAME_NUMBER_BITS
                            ? Sequence.DAMAGED
                            : new Sequence(separatePlanes, frameNumberBits, framesOnly));
        } catch (BitReader.EndOfHeader e) {
            sequences.put(-1L, Sequence.DAMAGED);
        }
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** From chroma_format_idc to the scaling matrices; separate_colour_plane_flag. */
    private static boolean readChromaFormat(BitReader bits) {
        long chroma = bits.unsignedGolomb();
        boolean separate = chroma == 3 && bits.flag();
        bits.unsignedGolomb(); // bit_depth_luma_minus8
        bits.unsignedGolomb(); // bit_depth_chroma_minus8
        bits.skip(1);
        if (bits.flag()) {
            for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
                if (bits.flag()) {
                    skipScalingList(bits, list < 6 ? 16 : 64);
                }
            }
        }
        return separate;
    }

    /** 7.3.2.1.1.1. */
    private static void skipScalingList(BitReader bits, int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = Math.floorMod(last + bits.signedGolomb(), 256L);
            }
            last = next == 0 ? last : next;
        }
    }

    /** pic_order_cnt_type and what belongs to it. */
    private static void skipOrderCount(BitReader bits) {
        long type = bits.unsignedGolomb();
        if (type == 0) {
            bits.unsignedGolomb();
        } else if (type == 1) {
            bits.skip(1);
            bits.signedGolomb();
            bits.signedGolomb();
            long count = bits.unsignedGolomb();
            for (long i = 0; i < count; i++) {
                bits.signedGolomb();
            }
        }
    }
}
