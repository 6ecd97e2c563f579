package io.nvvideo.demux;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.H264SequenceParameters;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.NalUnits;
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
        CodecConfiguration configuration = CodecConfiguration.ofH264(extradata);
        lengthSize = configuration.lengthSize();
        configuration.units().forEach(this::learn);
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
            if (type >= H264Units.SLICE && type <= H264Units.SLICE_IDR) {
                disposable &= (unit.get(0) >> 5 & 3) == 0;
                int parts = disposable ? structure(unit, type) : 0;
                top |= (parts & 1) != 0;
                bottom |= (parts & 2) != 0;
            } else if (type == H264Units.SEI) {
                disposable &= NalUnits.speaksOfOnePicture(unit, 1);
            } else {
                learn(unit);
                disposable &= type == H264Units.ACCESS_UNIT_DELIMITER || type == H264Units.FILLER;
            }
        }
        return disposable && top && bottom;
    }

    /** Which fields a slice belongs to: 1 top, 2 bottom, 3 both, that is a frame; 0 if it cannot be told. */
    private int structure(ByteBuffer slice, int type) {
        if (sequences.isEmpty() || sequences.containsValue(Sequence.DAMAGED) || type != H264Units.SLICE) {
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
        if ((unit.get(0) & 0x1f) != H264Units.SEQUENCE_PARAMETERS) {
            return;
        }
        try {
            H264SequenceParameters read = H264SequenceParameters.read(unit);
            sequences.put(
                    read.id(),
                    read.frameNumberBits() > H264SequenceParameters.MAX_FRAME_NUMBER_BITS
                            ? Sequence.DAMAGED
                            : new Sequence(read.separatePlanes(), read.frameNumberBits(), read.framesOnly()));
        } catch (BitReader.EndOfHeader e) {
            sequences.put(-1L, Sequence.DAMAGED);
        }
    }
}
