package io.nvvideo.fuzz;

import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.media.FrameIndex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * Damage after which a stream claims what is not there: sizes, counts and references that NVDEC's parser was seen to believe.
 * Pure: the same random numbers give the same damage.
 */
final class FalseClaims {
    /** Bytes of a size that the syntax gives as many as it needs. */
    private static final int SIZE_BYTES = 5;

    private static final int MIN_FRAME_BYTES = 12;
    private static final int MAX_HEADER_BYTES = 48;
    private static final int MAX_TILE_SIZE_BYTES = 4 * 4;

    /** EBML's own element (RFC 8794, 11.2.1), and before a packet its track, time and flags (RFC 9559, 10.1). */
    private static final int MATROSKA = 0x1a45dfa3;

    private static final int BLOCK_HEADER_BYTES = 4;

    /** Before a NAL unit in MP4. */
    private static final int LENGTH_BYTES = 4;

    private final byte[] bytes;
    private final Random random;

    private FalseClaims(byte[] bytes, Random random) {
        this.bytes = bytes;
        this.random = random;
    }

    /** A damaged copy of a file; the file itself if its codec claims nothing that is believed. */
    static byte[] in(byte[] file, FrameIndex index, String codec, Random random) {
        FalseClaims claims = new FalseClaims(file.clone(), random);
        int packet = codec.equals("vp8") ? 0 : packet(index, random);
        boolean inBlocks = ByteBuffer.wrap(file).getInt(0) == MATROSKA;
        int at = (int) index.packets().position(packet) + (inBlocks ? BLOCK_HEADER_BYTES : 0);
        int size = index.packets().size(packet);
        switch (codec) {
            case "vp8" -> claims.overstatePartition(at);
            case "vp9" -> claims.endWithIndex(at, size);
            case "av1" -> claims.overstateUnit(at, size);
            case "hevc" -> claims.overstateSet(at, size);
            default -> {}
        }
        return claims.bytes;
    }

    /** The larger ones more often: they hold headers and several frames. */
    private static int packet(FrameIndex index, Random random) {
        int first = random.nextInt(index.packets().count());
        int second = random.nextInt(index.packets().count());
        return index.packets().size(first) > index.packets().size(second) ? first : second;
    }

    /** first_part_size, 19 bits behind five others (RFC 6386, 9.1). */
    private void overstatePartition(int at) {
        bytes[at] |= (byte) 0xe0;
        bytes[at + 1] = (byte) random.nextInt(256);
        bytes[at + 2] = (byte) 0xff;
    }

    /** A superframe's index of frames that are larger than the packet (VP9 bitstream specification, annex B). */
    private void endWithIndex(int at, int size) {
        int frames = 1 + random.nextInt(8);
        int indexBytes = 2 + 4 * frames;
        if (indexBytes > size) {
            return;
        }
        int from = at + size - indexBytes;
        byte marker = (byte) (0xc0 | 3 << 3 | frames - 1);
        bytes[from] = marker;
        for (int i = 0; i < frames; i++) {
            int claimed = random.nextInt(3) == 0 ? random.nextInt(size) : random.nextInt() >>> random.nextInt(24);
            ByteBuffer.wrap(bytes).putInt(from + 1 + 4 * i, Integer.reverseBytes(claimed));
        }
        bytes[from + indexBytes - 1] = marker;
    }

    /**
     * A unit that is larger than the packet, a frame that becomes one that is shown again, one whose header does not end with its
     * unit, or anything where the sizes of its tiles may be (AV1 specification, 5.3.2, 5.9.2 and 5.11.1).
     */
    private void overstateUnit(int at, int size) {
        List<Av1Unit> units = Av1Unit.split(ByteBuffer.wrap(bytes, at, size));
        Av1Unit unit = units.get(random.nextInt(units.size()));
        int payload = unit.end() - unit.payload().limit();
        int header = payload - 1;
        while (header > at && bytes[header - 1] < 0) {
            header--; // bytes of the size that another one follows
        }
        boolean frame = unit.type() >= Av1Unit.FRAME_HEADER && unit.payload().limit() > MIN_FRAME_BYTES;
        switch (frame ? random.nextInt(4) : 0) {
            case 0 -> {
                long claimed = 1L << 16 + random.nextInt(16) | random.nextInt(1 << 16);
                writeSize(claimed, header, Math.min(at + size - header, SIZE_BYTES));
            }
            case 1 -> bytes[payload] |= (byte) 0x80;
            case 2 -> {
                int left = 1 + random.nextInt(8);
                writeSize(left, header, payload - header);
                bytes[payload + left] = Av1Unit.PADDING << 3 | 2; // with a size
                writeSize(unit.end() - payload - left - 1 - 2, payload + left + 1, 2);
            }
            default -> {
                int from = payload + random.nextInt(Math.min(unit.payload().limit(), MAX_HEADER_BYTES));
                byte[] other = new byte[Math.min(1 + random.nextInt(MAX_TILE_SIZE_BYTES), unit.end() - from)];
                random.nextBytes(other);
                System.arraycopy(other, 0, bytes, from, other.length);
            }
        }
    }

    /** leb128(), in as many bytes as are told (4.10.5). */
    private void writeSize(long value, int from, int count) {
        for (int i = 0; i < count; i++) {
            bytes[from + i] = (byte) (value >>> 7 * i & 0x7f | (i < count - 1 ? 0x80 : 0));
        }
    }

    /**
     * A video parameter set before a slice (Rec. ITU-T H.265, 7.3.2.1) that ends before it tells how many layer sets there are, or tells of
     * too many: what follows is a start code, and its zeros make a large number.
     */
    private void overstateSet(int at, int size) {
        String claim = "0".repeat(random.nextInt(3) * random.nextInt(32));
        String layer = Integer.toBinaryString(64 + random.nextInt(64)).substring(1);
        String bits = "01000000 00000001" + "0000 11 000000 000 1" + "1".repeat(16) + "01".repeat(48) + "1 111" + layer
                + claim;
        String whole = bits.replace(" ", "");
        int end = write(whole + "0".repeat(-whole.length() & 7), at + LENGTH_BYTES, at + size - LENGTH_BYTES);
        ByteBuffer.wrap(bytes).putInt(at, end - at - LENGTH_BYTES);
        ByteBuffer.wrap(bytes).putInt(end, at + size - end - LENGTH_BYTES);
    }

    /** With the threes that keep it from being a start code (7.4.2); where it ends. */
    private int write(String bits, int from, int to) {
        int zeros = 0;
        int at = from;
        for (int i = 0; i + 8 <= bits.length() && at < to; i += 8) {
            int next = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros == 2 && next <= 3) {
                bytes[at++] = 3;
                zeros = 0;
            }
            if (at < to) {
                bytes[at++] = (byte) next;
            }
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return at;
    }
}
