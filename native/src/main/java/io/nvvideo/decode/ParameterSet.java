package io.nvvideo.decode;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.HevcParameterSets;
import io.nvvideo.bitstream.HevcUnits;
import io.nvvideo.bitstream.NalUnits;
import java.nio.ByteBuffer;

/**
 * A parameter set of H.264 or HEVC; another one with the same kind and number takes its place (Rec. ITU-T H.264 and H.265, 7.4.1.2.1
 * and 7.4.2.4.2). Pure.
 *
 * @param unit the NAL unit
 */
record ParameterSet(Identity identity, ByteBuffer unit) {
    /** More than the header up to the number of any set, with all its sub-layers. */
    private static final int BYTES_UP_TO_NUMBER = 256;

    /** What comes first refers to nothing. */
    enum Kind {
        VIDEO,
        SEQUENCE,
        PICTURE
    }

    /** Under which slices, and other sets, name it. */
    record Identity(Kind kind, long number) {}

    /** Reads a NAL unit, of which a copy is kept; null if it is no parameter set, or one that is cut off. */
    static ParameterSet of(boolean hevc, ByteBuffer unit) {
        Kind kind = unit.limit() == 0 ? null : hevc ? hevcKind(unit.get(0)) : h264Kind(unit.get(0));
        if (kind == null) {
            return null;
        }
        try {
            BitReader bits = new BitReader(NalUnits.unescape(unit, hevc ? 2 : 1, BYTES_UP_TO_NUMBER));
            Identity identity = new Identity(kind, hevc ? hevcNumber(kind, bits) : h264Number(kind, bits));
            return new ParameterSet(identity, copyWithoutZerosBehind(unit));
        } catch (BitReader.EndOfHeader e) {
            return null;
        }
    }

    /** Whether a unit is of a picture, by the first byte of its header. */
    static boolean isPicture(boolean hevc, byte header) {
        int type = hevc ? header >> 1 & 0x3f : header & 0x1f;
        return hevc ? type < HevcUnits.FIRST_NO_PICTURE : type >= H264Units.SLICE && type <= H264Units.SLICE_IDR;
    }

    /** They belong to the start code that follows: 7.4.1. */
    private static ByteBuffer copyWithoutZerosBehind(ByteBuffer unit) {
        int size = unit.limit();
        while (unit.get(size - 1) == 0) {
            size--;
        }
        byte[] copy = new byte[size];
        unit.get(0, copy);
        return ByteBuffer.wrap(copy);
    }

    private static Kind hevcKind(byte header) {
        return switch (header >> 1 & 0x3f) {
            case HevcUnits.VIDEO_PARAMETERS -> Kind.VIDEO;
            case HevcUnits.SEQUENCE_PARAMETERS -> Kind.SEQUENCE;
            case HevcUnits.PICTURE_PARAMETERS -> Kind.PICTURE;
            default -> null;
        };
    }

    private static Kind h264Kind(byte header) {
        return switch (header & 0x1f) {
            case H264Units.SEQUENCE_PARAMETERS -> Kind.SEQUENCE;
            case H264Units.PICTURE_PARAMETERS -> Kind.PICTURE;
            default -> null;
        };
    }

    private static long h264Number(Kind kind, BitReader bits) {
        bits.skip(kind == Kind.SEQUENCE ? 24 : 0); // profile_idc to level_idc: 7.3.2.1.1
        return bits.unsignedGolomb();
    }

    private static long hevcNumber(Kind kind, BitReader bits) {
        return switch (kind) {
            case VIDEO -> bits.bits(4);
            case SEQUENCE -> HevcParameterSets.sequenceNumber(bits);
            case PICTURE -> bits.unsignedGolomb();
        };
    }
}
