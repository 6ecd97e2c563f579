package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container keeps for the decoder of H.264 or HEVC: an AVCDecoderConfigurationRecord or HEVCDecoderConfigurationRecord
 * (ISO/IEC 14496-15, 5.3.3.1.2 and 8.3.3.1.2), or NAL units with start codes.
 *
 * @param lengthSize bytes of the length before each NAL unit of a packet; {@link NalUnits#START_CODES} where start codes stand
 * @param units parameter sets of H.264; all units of HEVC. As far as they can be read
 */
public record CodecConfiguration(int lengthSize, List<ByteBuffer> units) {
    private static final int AVC_UNITS = 6;
    private static final int HEVC_ARRAYS = 23;

    /** What a container keeps of H.264. */
    public static CodecConfiguration ofH264(ByteBuffer extradata) {
        if (extradata.limit() <= AVC_UNITS || extradata.get(0) != 1) {
            return startCodes(extradata);
        }
        List<ByteBuffer> units = new ArrayList<>();
        int pictures = read(extradata, AVC_UNITS, extradata.get(AVC_UNITS - 1) & 0x1f, units);
        if (pictures < 0) {
            units.clear();
        } else if (pictures < extradata.limit()) {
            read(extradata, pictures + 1, extradata.get(pictures) & 0xff, units);
        }
        return new CodecConfiguration((extradata.get(4) & 3) + 1, units);
    }

    /** What a container keeps of HEVC. */
    public static CodecConfiguration ofHevc(ByteBuffer extradata) {
        if (extradata.limit() < HEVC_ARRAYS || extradata.get(0) != 1) {
            return startCodes(extradata);
        }
        List<ByteBuffer> units = new ArrayList<>();
        int position = HEVC_ARRAYS;
        for (int array = 0; array < (extradata.get(HEVC_ARRAYS - 1) & 0xff); array++) {
            if (position < 0 || position + 3 > extradata.limit()) {
                break;
            }
            position = read(extradata, position + 3, extradata.getShort(position + 1) & 0xffff, units);
        }
        return new CodecConfiguration((extradata.get(21) & 3) + 1, units);
    }

    private static CodecConfiguration startCodes(ByteBuffer extradata) {
        List<ByteBuffer> units = NalUnits.split(extradata, NalUnits.START_CODES);
        return new CodecConfiguration(NalUnits.START_CODES, units == null ? List.of() : units);
    }

    /** Units with two bytes of length before each; returns where they end, or -1 if the record does. */
    private static int read(ByteBuffer record, int begin, int count, List<ByteBuffer> units) {
        int position = begin;
        for (int i = 0; i < count; i++) {
            int size = position + 2 <= record.limit() ? record.getShort(position) & 0xffff : 0;
            position += 2;
            if (size == 0 || position + size > record.limit()) {
                return -1;
            }
            units.add(
                    record.duplicate().position(position).limit(position + size).slice());
            position += size;
        }
        return position;
    }
}
