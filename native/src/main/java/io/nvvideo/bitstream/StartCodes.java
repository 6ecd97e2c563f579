package io.nvvideo.bitstream;

import java.nio.ByteBuffer;

/** The byte stream format: units behind start codes 00 00 01 (Rec. ITU-T H.264, Annex B; H.265, Annex B; H.262, 6.2.1). */
public final class StartCodes {
    /** Of the start code itself; what the unit is stands behind it. */
    public static final int BYTES = 3;

    private StartCodes() {}

    /** Where the next one begins, from an index on; the buffer's limit if there is none. */
    public static int next(ByteBuffer bytes, int from) {
        int limit = bytes.limit();
        int at = from;
        while (at + 2 < limit) {
            byte last = bytes.get(at + 2);
            if (last > 1 || last < 0) {
                at += BYTES;
            } else if (last == 1 && bytes.get(at) == 0 && bytes.get(at + 1) == 0) {
                return at;
            } else {
                at++;
            }
        }
        return limit;
    }
}
