package io.nvvideo.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as disks, networks and attackers do. Pure: the same random numbers give the same damage. */
final class Mutator {
    /** What breaks arithmetic: the ends of the ranges of integers, and their neighbours. */
    private static final int[] EXTREMES = {
        0, 1, -1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 0x7fff, 0x10000, 0x3fffffff, 0x01000000, 0x00ffffff
    };

    private static final String ISO_CONTAINERS =
            "moov trak mdia minf stbl stsd edts mvex moof traf avc1 hvc1 udta dinf";

    private final Random random;
    private final byte[] donor;
    private byte[] bytes;

    Mutator(Random random, byte[] donor) {
        this.random = random;
        this.donor = donor;
    }

    /** A damaged copy. */
    byte[] mutate(byte[] original) {
        bytes = original.clone();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count && bytes.length > 16; i++) {
            mutateOnce();
        }
        return bytes;
    }

    private void mutateOnce() {
        switch (random.nextInt(14)) {
            case 0, 1 -> flipBits(1 + random.nextInt(8));
            case 2 -> flipBits(1 + bytes.length / (50 + random.nextInt(5000)));
            case 3 -> fill(false);
            case 4 -> fill(true);
            case 5 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            case 6 -> duplicate();
            case 7 -> remove();
            case 8 -> extremeInt(place());
            case 9 -> boxLength();
            case 10 -> boxPayload();
            case 11 -> ebmlSize();
            case 12 -> swapHeader();
            default -> splice();
        }
    }

    /** Headers are a small part of a file and most of what can go wrong. */
    private int place() {
        List<int[]> boxes = isoBoxes();
        if (!boxes.isEmpty() && random.nextInt(3) > 0) {
            int[] box = boxes.get(random.nextInt(boxes.size()));
            return Math.min(bytes.length - 1, box[0] + random.nextInt(Math.max(1, Math.min(box[1], 4096))));
        }
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(bytes.length, 64));
            case 1 -> random.nextInt(Math.min(bytes.length, 2048));
            case 2 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 2048));
            default -> random.nextInt(bytes.length);
        };
    }

    private int length() {
        return 1 + random.nextInt(1 << 1 + random.nextInt(14));
    }

    private void flipBits(int count) {
        for (int i = 0; i < count; i++) {
            bytes[place()] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void fill(boolean withNoise) {
        int from = place();
        int to = Math.min(bytes.length, from + length());
        for (int i = from; i < to; i++) {
            bytes[i] = withNoise ? (byte) random.nextInt(256) : 0;
        }
    }

    private void duplicate() {
        int from = place();
        insert(place(), Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length())));
    }

    private void splice() {
        int from = random.nextInt(donor.length);
        insert(place(), Arrays.copyOfRange(donor, from, Math.min(donor.length, from + length())));
    }

    private void insert(int at, byte[] more) {
        byte[] longer = new byte[bytes.length + more.length];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        bytes = longer;
    }

    private void remove() {
        int from = place();
        int to = Math.min(bytes.length, from + length());
        byte[] shorter = new byte[bytes.length - (to - from)];
        System.arraycopy(bytes, 0, shorter, 0, from);
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        bytes = shorter;
    }

    private void extremeInt(int at) {
        if (at + 8 > bytes.length) {
            return;
        }
        int value = EXTREMES[random.nextInt(EXTREMES.length)];
        switch (random.nextInt(4)) {
            case 0 -> ByteBuffer.wrap(bytes).putShort(at, (short) value);
            case 1 -> ByteBuffer.wrap(bytes).putInt(at, value);
            case 2 -> ByteBuffer.wrap(bytes).putInt(at, Integer.reverseBytes(value));
            default -> ByteBuffer.wrap(bytes).putLong(at, (long) value << 32 | random.nextInt());
        }
    }

    private void boxLength() {
        List<int[]> boxes = isoBoxes();
        if (boxes.isEmpty()) {
            extremeInt(place());
            return;
        }
        int[] box = boxes.get(random.nextInt(boxes.size()));
        int size =
                switch (random.nextInt(4)) {
                    case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
                    case 1 -> box[1] + random.nextInt(33) - 16;
                    case 2 -> random.nextInt(Math.max(1, box[1]));
                    default -> random.nextInt();
                };
        ByteBuffer.wrap(bytes).putInt(box[0], size);
    }

    /** Counts, sizes, offsets and times are the first words of a box. */
    private void boxPayload() {
        List<int[]> boxes = isoBoxes();
        if (boxes.isEmpty()) {
            extremeInt(place());
            return;
        }
        int[] box = boxes.get(random.nextInt(boxes.size()));
        extremeInt(box[0] + 8 + 4 * random.nextInt(Math.max(1, Math.min(24, box[1] / 4))));
    }

    /** Every box (start, size) that is found by walking into the containers; none if the file is no ISO file. */
    private List<int[]> isoBoxes() {
        List<int[]> boxes = new ArrayList<>();
        walk(0, bytes.length, boxes);
        return boxes;
    }

    private void walk(int from, int to, List<int[]> boxes) {
        int at = from;
        while (at + 8 <= to && boxes.size() < 2000) {
            int size = ByteBuffer.wrap(bytes).getInt(at);
            String type = new String(bytes, at + 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (size < 8 || size > to - at || !type.chars().allMatch(c -> c > 31 && c < 127)) {
                return;
            }
            boxes.add(new int[] {at, size});
            if (ISO_CONTAINERS.contains(type)) {
                int header = type.equals("stsd") ? 16 : type.endsWith("c1") ? 86 : 8;
                walk(at + header, at + size, boxes);
            }
            at += size;
        }
    }

    /** The length behind an EBML id of two to four bytes (RFC 8794, 4 and 5). */
    private void ebmlSize() {
        int from = place();
        for (int i = from; i < Math.min(bytes.length - 16, from + 4096); i++) {
            int id = bytes[i] & 0xff;
            if (id == 0x1a || id == 0x18 || id == 0x1f || id == 0x16 || id == 0xae || id == 0xa3 || id == 0x54) {
                int idLength = Integer.numberOfLeadingZeros(id) - 23;
                int at = i + idLength;
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 1 << random.nextInt(8));
                if (random.nextBoolean()) {
                    Arrays.fill(bytes, at + 1, at + 8, (byte) (random.nextBoolean() ? 0xff : 0));
                }
                return;
            }
        }
    }

    private void swapHeader() {
        int length = Math.min(Math.min(donor.length, bytes.length), 8 << random.nextInt(9));
        System.arraycopy(donor, 0, bytes, 0, length);
    }
}
