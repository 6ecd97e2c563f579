package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of an SEI unit (Rec. ITU-T H.264, 7.3.2.3.1; Rec. ITU-T H.265, 7.3.5).
 *
 * @param type payloadType: the same numbers in H.264, D.1, and H.265, D.2.1
 * @param payload big-endian
 */
public record SeiMessage(int type, ByteBuffer payload) {

    /**
     * The messages of a unit.
     *
     * @return null if the unit is cut off
     */
    public static List<SeiMessage> read(ByteBuffer unit, int headerBytes) {
        byte[] plain = NalUnits.unescape(unit, headerBytes, unit.limit());
        int end = plain.length;
        while (end > 0 && plain[end - 1] == 0) {
            end--;
        }
        List<SeiMessage> messages = new ArrayList<>();
        int[] position = {0};
        // The last byte is rbsp_trailing_bits.
        while (position[0] < end - 1) {
            int type = number(plain, position, end);
            int size = type < 0 ? -1 : number(plain, position, end);
            if (size < 0 || size > end - position[0]) {
                return null;
            }
            messages.add(new SeiMessage(
                    type, ByteBuffer.wrap(plain, position[0], size).slice()));
            position[0] += size;
        }
        return messages;
    }

    /** A number written as bytes of 255 and a last one that is less; -1 if the unit ends before. */
    private static int number(byte[] plain, int[] position, int end) {
        int value = 0;
        while (position[0] < end && (plain[position[0]] & 0xff) == 0xff) {
            value += 255;
            position[0]++;
        }
        return position[0] < end ? value + (plain[position[0]++] & 0xff) : -1;
    }
}
