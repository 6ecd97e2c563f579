package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.bitstream.SeiMessage;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where H.264 may be begun with though pictures refer to others: intra refresh, of which a few are needed until all is refreshed
 * (recovery point, Rec. ITU-T H.264, D.2.8). Decoders of the CPU show what comes then. NVDEC's parser begins with pictures alone all
 * of whose slices are intra slices (seen of driver 535), and finds no picture at all where none comes. Pure.
 */
final class RecoveryPoints {
    /** Why no GPU is given what begins with them, as a clause. */
    static final String REASON =
            "NVDEC's parser begins with intra pictures, and here intra refresh comes in their place";

    private static final int RECOVERY_POINT = 6;
    /** Enough of a slice for its type. */
    private static final int SLICE_BYTES = 12;

    private final boolean looks;
    private boolean begun;

    RecoveryPoints(NvdecCodec codec) {
        looks = codec == NvdecCodec.H264;
    }

    /** Whether decoding may begin with a packet, with start codes, and NVDEC's parser does not; asked of all, in their order. */
    boolean isPassedOver(ByteBuffer packet) {
        if (!looks || begun) {
            return false;
        }
        boolean point = false;
        int slices = 0;
        int intra = 0;
        int at = StartCodes.next(packet, 0);
        while (at + StartCodes.BYTES < packet.limit()) {
            int next = StartCodes.next(packet, at + StartCodes.BYTES);
            ByteBuffer unit = packet.slice(at + StartCodes.BYTES, next - at - StartCodes.BYTES);
            int type = unit.limit() == 0 ? 0 : unit.get(0) & 0x1f;
            if (type >= H264Units.SLICE && type <= H264Units.SLICE_IDR) {
                if (slices > 0 && beginsPicture(unit)) {
                    // Of two fields the first one counts.
                    break;
                }
                slices++;
                intra += isIntra(unit) ? 1 : 0;
            }
            point |= type == H264Units.SEI && isPoint(unit);
            at = next;
        }
        begun = slices > 0 && intra == slices;
        return point && intra < slices;
    }

    /** By first_mb_in_slice, 0, which is a single bit. */
    private static boolean beginsPicture(ByteBuffer slice) {
        return slice.limit() > 1 && slice.get(1) < 0;
    }

    private static boolean isPoint(ByteBuffer unit) {
        List<SeiMessage> messages = SeiMessage.read(unit, 1);
        return messages != null && messages.stream().anyMatch(message -> message.type() == RECOVERY_POINT);
    }

    /** By slice_type (Rec. ITU-T H.264, 7.3.3 and table 7-6): 2 is I, 4 is SI, and 5 more says that all slices are. */
    private static boolean isIntra(ByteBuffer slice) {
        try {
            BitReader header = new BitReader(NalUnits.unescape(slice, 1, SLICE_BYTES));
            header.unsignedGolomb();
            long type = header.unsignedGolomb() % 5;
            return type == 2 || type == 4;
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }

    void clear() {
        begun = false;
    }
}
