package io.nvvideo.demux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes packets of H.264 and HEVC apart. */
final class NalUnits {
    /** For streams in the byte stream format, where start codes stand between NAL units. */
    static final int START_CODES = 0;

    private NalUnits() {}

    /**
     * The NAL units of a packet, headers included, start codes or lengths not.
     *
     * @param lengthSize bytes of the length before each (ISO/IEC 14496-15, 5.3.3.1.2 and 8.3.3.1.2); {@link #START_CODES} for
     *     the byte stream format (Rec. ITU-T H.264, Annex B; Rec. ITU-T H.265, Annex B)
     * @return null if the packet is not made so
     */
    static List<ByteBuffer> split(ByteBuffer packet, int lengthSize) {
        return lengthSize == START_CODES ? byStartCodes(packet) : byLengths(packet, lengthSize);
    }

    private static List<ByteBuffer> byLengths(ByteBuffer packet, int lengthSize) {
        List<ByteBuffer> units = new ArrayList<>();
        int position = packet.position();
        while (position < packet.limit()) {
            if (packet.limit() - position < lengthSize) {
                return null;
            }
            long length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | packet.get(position + i) & 0xff;
            }
            position += lengthSize;
            if (length < 1 || length > packet.limit() - position) {
                return null;
            }
            units.add(packet.duplicate()
                    .position(position)
                    .limit(position + (int) length)
                    .slice());
            position += (int) length;
        }
        return units;
    }

    private static List<ByteBuffer> byStartCodes(ByteBuffer packet) {
        List<ByteBuffer> units = new ArrayList<>();
        int begin = -1;
        int end = packet.limit();
        for (int i = packet.position(); i + 2 < end; i++) {
            if (packet.get(i) == 0 && packet.get(i + 1) == 0 && packet.get(i + 2) == 1) {
                add(units, packet, begin, i);
                begin = i + 3;
                i += 2;
            } else if (begin < 0 && packet.get(i) != 0) {
                return null;
            }
        }
        add(units, packet, begin, end);
        return begin < 0 ? null : units;
    }

    private static void add(List<ByteBuffer> units, ByteBuffer packet, int begin, int end) {
        if (begin >= 0 && begin < end) {
            units.add(packet.duplicate().position(begin).limit(end).slice());
        }
    }

    /**
     * The first bytes of a unit without those that only keep start codes from appearing in it (emulation_prevention_three_byte,
     * Rec. ITU-T H.264, 7.3.1).
     */
    static byte[] unescape(ByteBuffer unit, int headerBytes, int maxBytes) {
        int size = Math.min(unit.limit(), headerBytes + maxBytes);
        byte[] plain = new byte[Math.max(0, size - headerBytes)];
        int count = 0;
        int zeros = 0;
        for (int i = headerBytes; i < size; i++) {
            byte b = unit.get(i);
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            plain[count++] = b;
        }
        return java.util.Arrays.copyOf(plain, count);
    }

    /**
     * Whether an SEI message unit speaks of its own picture alone, so that it can go with the picture: picture timing (1),
     * registered and unregistered user data (4, 5), decoded picture hash (132) and time code (136). The same numbers in Rec.
     * ITU-T H.264, D.1, and H.265, D.2.1; of other messages some stay in force for later pictures, film grain for one.
     */
    static boolean speaksOfOnePicture(ByteBuffer unit, int headerBytes) {
        byte[] plain = unescape(unit, headerBytes, unit.limit());
        int end = plain.length;
        while (end > 0 && plain[end - 1] == 0) {
            end--;
        }
        // The last byte is rbsp_trailing_bits.
        int position = 0;
        while (position < end - 1) {
            int type = 0;
            int size = 0;
            while (position < end && (plain[position] & 0xff) == 0xff) {
                type += 255;
                position++;
            }
            if (position >= end) {
                return false;
            }
            type += plain[position++] & 0xff;
            while (position < end && (plain[position] & 0xff) == 0xff) {
                size += 255;
                position++;
            }
            if (position >= end) {
                return false;
            }
            size += plain[position++] & 0xff;
            position += size;
            if (position > end || type != 1 && type != 4 && type != 5 && type != 132 && type != 136) {
                return false;
            }
        }
        return true;
    }
}
