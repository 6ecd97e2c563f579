package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.H264SequenceParameters;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;

/** H.264 without chroma. FFmpeg makes 4:2:0 of it, and says so, with chroma that nobody says NVDEC writes. Pure. */
public final class GrayPictures {
    /** Why no GPU is given them, as a clause. */
    public static final String REASON = "its pictures are gray";

    private GrayPictures() {}

    /** Whether a packet, with start codes, brings parameters for them. */
    public static boolean areIn(NvdecCodec codec, ByteBuffer packet) {
        if (codec != NvdecCodec.H264) {
            return false;
        }
        int at = StartCodes.next(packet, 0);
        while (at + StartCodes.BYTES < packet.limit()) {
            int type = packet.get(at + StartCodes.BYTES) & 0x1f;
            if (type >= H264Units.SLICE && type <= H264Units.SLICE_IDR) {
                return false;
            }
            int next = StartCodes.next(packet, at + StartCodes.BYTES);
            if (type == H264Units.SEQUENCE_PARAMETERS
                    && isGray(packet.slice(at + StartCodes.BYTES, next - at - StartCodes.BYTES))) {
                return true;
            }
            at = next;
        }
        return false;
    }

    private static boolean isGray(ByteBuffer unit) {
        try {
            return H264SequenceParameters.read(unit).chroma() == 0;
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }
}
