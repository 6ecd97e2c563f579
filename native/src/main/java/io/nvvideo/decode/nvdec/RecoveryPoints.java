package io.nvvideo.decode.nvdec;

import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.SeiMessage;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where H.264 may be begun with though pictures refer to others: intra refresh, of which a few are needed until all is refreshed
 * (recovery point, Rec. ITU-T H.264, D.2.8). Decoders of the CPU show what comes then. NVDEC's parser begins with intra pictures alone
 * (seen of driver 535), and finds no picture at all where none comes. Pure.
 */
final class RecoveryPoints {
    /** Why no GPU is given what begins with them, as a clause. */
    static final String REASON =
            "NVDEC's parser begins with intra pictures, and here intra refresh comes in their place";

    private static final int RECOVERY_POINT = 6;

    private final boolean looks;
    private boolean seen;
    private boolean decoded;

    RecoveryPoints(NvdecCodec codec) {
        looks = codec == NvdecCodec.H264;
    }

    /** A packet is fed, with start codes. */
    void feed(ByteBuffer packet) {
        if (!looks || seen || decoded) {
            return;
        }
        int at = StartCodes.next(packet, 0);
        while (at + StartCodes.BYTES < packet.limit()) {
            int next = StartCodes.next(packet, at + StartCodes.BYTES);
            if ((packet.get(at + StartCodes.BYTES) & 0x1f) == H264Units.SEI) {
                ByteBuffer unit = packet.slice(at + StartCodes.BYTES, next - at - StartCodes.BYTES);
                List<SeiMessage> messages = SeiMessage.read(unit, 1);
                seen |= messages != null && messages.stream().anyMatch(message -> message.type() == RECOVERY_POINT);
            }
            at = next;
        }
    }

    /** The parser has found a picture. */
    void decoded() {
        decoded = true;
    }

    /** Whether decoding could have begun, and has not. */
    boolean arePassedOver() {
        return seen && !decoded;
    }

    void clear() {
        seen = false;
        decoded = false;
    }
}
