package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An open bitstream unit of AV1 (AV1 specification, 5.3).
 *
 * @param type obu_type
 * @param extension whether it belongs to one layer of several
 * @param temporal temporal_id
 * @param spatial spatial_id
 * @param payload what follows the header; less than that if the unit is cut off
 * @param whole whether all of the payload is there
 * @param end where it ends in what was split
 */
public record Av1Unit(
        int type, boolean extension, int temporal, int spatial, ByteBuffer payload, boolean whole, int end) {
    public static final int SEQUENCE_HEADER = 1;
    public static final int TEMPORAL_DELIMITER = 2;
    public static final int FRAME_HEADER = 3;
    public static final int TILE_GROUP = 4;
    public static final int METADATA = 5;
    public static final int FRAME = 6;
    public static final int REDUNDANT_FRAME_HEADER = 7;
    public static final int PADDING = 15;

    private static final int CONFIGURATION_BYTES = 4;

    /** The units in an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, 2.3.3), or none. */
    public static List<Av1Unit> ofConfiguration(ByteBuffer extradata) {
        return split(unitsOfConfiguration(extradata));
    }

    /** The sequence header in one, as a packet would bring it; empty if there is none. */
    public static byte[] sequenceHeaderOfConfiguration(ByteBuffer extradata) {
        ByteBuffer units = unitsOfConfiguration(extradata);
        int begin = 0;
        for (Av1Unit unit : split(units)) {
            if (unit.type == SEQUENCE_HEADER && unit.whole) {
                byte[] bytes = new byte[unit.end - begin];
                units.get(begin, bytes);
                return bytes;
            }
            begin = unit.end;
        }
        return new byte[0];
    }

    private static ByteBuffer unitsOfConfiguration(ByteBuffer extradata) {
        return extradata.limit() > CONFIGURATION_BYTES && (extradata.get(0) & 0xff) == 0x81
                ? extradata.duplicate().position(CONFIGURATION_BYTES).slice()
                : ByteBuffer.allocate(0);
    }

    /** The units of a packet, the last of which may be cut off; one whose header is, is left out. */
    public static List<Av1Unit> split(ByteBuffer packet) {
        List<Av1Unit> units = new ArrayList<>();
        int position = packet.position();
        while (position < packet.limit()) {
            // obu_forbidden_bit, obu_type u(4), obu_extension_flag, obu_has_size_field, reserved: 5.3.2.
            int header = packet.get(position++);
            boolean extension = (header & 4) != 0;
            int layers = extension && position < packet.limit() ? packet.get(position) : 0;
            position += extension ? 1 : 0;
            long size = packet.limit() - position;
            if ((header & 2) != 0) {
                size = 0;
                int b = 0x80;
                for (int shift = 0; (b & 0x80) != 0 && shift < 56; shift += 7) {
                    if (position >= packet.limit()) {
                        return units;
                    }
                    b = packet.get(position++);
                    size |= (long) (b & 0x7f) << shift;
                }
            }
            int there = (int) Math.min(size, packet.limit() - position);
            if (there < 0) {
                return units;
            }
            ByteBuffer payload = packet.duplicate()
                    .position(position)
                    .limit(position + there)
                    .slice();
            position += there;
            units.add(new Av1Unit(
                    header >> 3 & 0xf, extension, layers >> 5 & 7, layers >> 3 & 3, payload, there == size, position));
        }
        return units;
    }

    /** The first bytes of the payload. */
    public byte[] bytes(int maxBytes) {
        byte[] bytes = new byte[Math.min(payload.limit(), maxBytes)];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
