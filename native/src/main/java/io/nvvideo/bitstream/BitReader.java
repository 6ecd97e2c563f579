package io.nvvideo.bitstream;

/** Reads the numbers that headers of compressed pictures are made of, most significant bit first. */
public final class BitReader {
    /** The header ended before the number that was to be read. */
    public static final class EndOfHeader extends InvalidHeader {
        private static final long serialVersionUID = 1L;

        EndOfHeader() {
            super("a header is cut off");
        }
    }

    private final byte[] bytes;
    private int position;

    public BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An unsigned number of at most 32 bits. */
    public long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            if (position >= bytes.length * 8) {
                throw new EndOfHeader();
            }
            value = value << 1 | bytes[position >> 3] >> (7 - (position & 7)) & 1;
            position++;
        }
        return value;
    }

    /** An unsigned number of less than 32 bits. */
    int number(int count) {
        return (int) bits(count);
    }

    public boolean flag() {
        return bits(1) != 0;
    }

    public void skip(int count) {
        if (count > bytes.length * 8 - position) {
            throw new EndOfHeader();
        }
        position += count;
    }

    /** An unsigned Exp-Golomb code: ue(v) of Rec. ITU-T H.264, 9.1; uvlc() of the AV1 specification, 4.10.3. */
    public long unsignedGolomb() {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > 32) {
                throw new EndOfHeader();
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** A signed Exp-Golomb code: se(v) of Rec. ITU-T H.264, 9.1.1. */
    public long signedGolomb() {
        long code = unsignedGolomb();
        return (code & 1) != 0 ? (code + 1) / 2 : -code / 2;
    }

    /** A number in two's complement: su(n) of the AV1 specification, 4.10.6. */
    int signed(int count) {
        return number(count) << 32 - count >> 32 - count;
    }

    /** A number less than {@code count}: ns(n) of the AV1 specification, 4.10.7. */
    int lessThan(int count) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        int shortOnes = (1 << width) - count;
        int value = number(width - 1);
        return value < shortOnes ? value : (value << 1) - shortOnes + number(1);
    }

    /** What is left of the byte that was begun; 0 if none was. */
    int restOfByte() {
        return number(-position & 7);
    }

    /** How many bits were read. */
    int bitsRead() {
        return position;
    }

    /** How many whole bytes hold them. */
    int bytesRead() {
        return position + 7 >> 3;
    }
}
