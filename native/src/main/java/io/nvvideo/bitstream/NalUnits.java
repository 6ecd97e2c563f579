package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes packets of H.264 and HEVC apart. */
public final class NalUnits {
    /** For streams in the byte stream format, where start codes stand between NAL units. */
    public static final int START_CODES = 0;

    private NalUnits() {}

    /**
     * The NAL units of a packet, headers included, start codes or lengths not.
     *
     * @param lengthSize bytes of the length before each (ISO/IEC 14496-15, 5.3.3.1.2 and 8.3.3.1.2); {@link #START_CODES} for
     *     the byte stream format (Rec. ITU-T H.264, Annex B; Rec. ITU-T H.265, Annex B)
     * @return null if the packet is not made so
     */
    public static List<ByteBuffer> split(ByteBuffer packet, int lengthSize) {
        return lengthSize == START_CODES ? byStartCodes(packet) : byLengths(packet, lengthSize);
    }

    private static List<ByteBuffer> byLengths(ByteBuffer packet, int lengthSize) {
        List<ByteBuffer> units = new ArrayList<>();
        int position = packet.position();
        while (position < packet.limit()) {
            if (packet.limit() - position < lengthSize) {
                return null;
            }
            long length = length(packet, position, lengthSize);
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
        int first = StartCodes.next(packet, packet.position());
        for (int i = packet.position(); i < first; i++) {
            if (packet.get(i) != 0) {
                return null;
            }
        }
        if (first == packet.limit()) {
            return null;
        }
        List<ByteBuffer> units = new ArrayList<>();
        for (int at = first; at < packet.limit(); ) {
            int next = StartCodes.next(packet, at + StartCodes.BYTES);
            add(units, packet, at + StartCodes.BYTES, next);
            at = next;
        }
        return units;
    }

    private static void add(List<ByteBuffer> units, ByteBuffer packet, int begin, int end) {
        if (begin < end) {
            units.add(packet.duplicate().position(begin).limit(end).slice());
        }
    }

    /**
     * The NAL units at the beginning of a packet that is cut off: the last one has no more than what is there. Empty if the
     * packet is not made so.
     */
    public static List<ByteBuffer> splitCutOff(ByteBuffer packet, int lengthSize) {
        if (lengthSize == START_CODES) {
            List<ByteBuffer> units = byStartCodes(packet);
            return units == null ? List.of() : units;
        }
        List<ByteBuffer> units = new ArrayList<>();
        int position = packet.position();
        while (packet.limit() - position > lengthSize) {
            long length = length(packet, position, lengthSize);
            position += lengthSize;
            int there = (int) Math.min(length, packet.limit() - position);
            if (there == 0) {
                break;
            }
            units.add(packet.duplicate()
                    .position(position)
                    .limit(position + there)
                    .slice());
            position += there;
        }
        return units;
    }

    /** A packet made of these units, with their true lengths before them. */
    public static ByteBuffer join(List<ByteBuffer> units, int lengthSize) {
        int size = units.stream().mapToInt(unit -> lengthSize + unit.limit()).sum();
        ByteBuffer packet = ByteBuffer.allocate(size);
        for (ByteBuffer unit : units) {
            for (int i = lengthSize - 1; i >= 0; i--) {
                packet.put((byte) (unit.limit() >> 8 * i));
            }
            packet.put(unit.duplicate());
        }
        return packet.flip();
    }

    public static long length(ByteBuffer packet, int position, int lengthSize) {
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | packet.get(position + i) & 0xff;
        }
        return length;
    }

    /**
     * The first bytes of a unit without those that only keep start codes from appearing in it (emulation_prevention_three_byte,
     * Rec. ITU-T H.264, 7.3.1).
     */
    public static byte[] unescape(ByteBuffer unit, int headerBytes, int maxBytes) {
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
    public static boolean speaksOfOnePicture(ByteBuffer unit, int headerBytes) {
        List<SeiMessage> messages = SeiMessage.read(unit, headerBytes);
        return messages != null
                && messages.stream().allMatch(message -> switch (message.type()) {
                    case 1, 4, 5, 132, 136 -> true;
                    default -> false;
                });
    }
}
