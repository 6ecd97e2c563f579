package io.nvvideo.demux;

import java.nio.ByteBuffer;

/**
 * MPEG-1 and MPEG-2: B pictures are no references (ISO/IEC 11172-2, 2.4.3.4; ISO/IEC 13818-2, 6.3.9, table 6-12). A packet
 * with one field alone is not left out: with the other one it is a frame, which somebody may want.
 */
final class MpegReferenceRule implements ReferenceRule {
    private static final int PICTURE = 0x00;
    private static final int LAST_SLICE = 0xaf;
    private static final int USER_DATA = 0xb2;
    private static final int EXTENSION = 0xb5;
    private static final int PICTURE_CODING_EXTENSION = 8;
    private static final int BIDIRECTIONAL = 3;
    private static final int FRAME = 3;

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        boolean found = false;
        int fields = 0;
        for (int i = packet.position(); i + 3 < packet.limit(); i++) {
            if (packet.get(i) != 0 || packet.get(i + 1) != 0 || packet.get(i + 2) != 1) {
                continue;
            }
            int code = packet.get(i + 3) & 0xff;
            if (code == PICTURE) {
                // temporal_reference u(10), picture_coding_type u(3).
                if (i + 5 >= packet.limit() || (packet.get(i + 5) >> 3 & 7) != BIDIRECTIONAL) {
                    return false;
                }
                found = true;
            } else if (code == EXTENSION && i + 6 < packet.limit()) {
                // extension_start_code_identifier u(4), f_code 4 x u(4), intra_dc_precision u(2), picture_structure
                // u(2).
                boolean coding = (packet.get(i + 4) >> 4 & 0xf) == PICTURE_CODING_EXTENSION;
                fields |= coding ? packet.get(i + 6) & 3 : 0;
            } else if (code > LAST_SLICE && code != USER_DATA) {
                return false;
            }
            i += 3;
        }
        // MPEG-1 has no extension, and no fields.
        return found && (fields == 0 || fields == FRAME);
    }
}
