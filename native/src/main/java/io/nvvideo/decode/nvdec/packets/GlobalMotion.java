package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;

/**
 * Pictures of MPEG-4 that are predicted by the motion of the whole (S-VOPs, ISO/IEC 14496-2, 6.3.5: sprites and global motion
 * compensation). NVDEC's parser shows them before pictures that come first, and leaves out the B-VOPs behind them (seen of driver
 * 535). Pure.
 */
final class GlobalMotion {
    /** Why no GPU is given them, as a clause. */
    static final String REASON = "NVDEC's parser does not keep the order of pictures with global motion compensation";

    private static final int VIDEO_OBJECT_PLANE = 0xb6;
    /** vop_coding_type. */
    private static final int SPRITE = 3;

    private GlobalMotion() {}

    /** Whether a packet holds one of them. */
    static boolean isIn(NvdecCodec codec, ByteBuffer packet) {
        if (codec != NvdecCodec.MPEG4) {
            return false;
        }
        int at = StartCodes.next(packet, 0);
        while (at + StartCodes.BYTES + 1 < packet.limit()) {
            boolean plane = (packet.get(at + StartCodes.BYTES) & 0xff) == VIDEO_OBJECT_PLANE;
            if (plane && (packet.get(at + StartCodes.BYTES + 1) >> 6 & 3) == SPRITE) {
                return true;
            }
            at = StartCodes.next(packet, at + StartCodes.BYTES);
        }
        return false;
    }
}
