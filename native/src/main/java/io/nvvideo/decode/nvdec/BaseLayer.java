package io.nvvideo.decode.nvdec;

import io.nvvideo.bitstream.StartCodes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * HEVC without what lies above its base layer (nuh_layer_id, ITU-T H.265, 7.4.2.2): a second view, transparency. Decoders of the CPU
 * show the base layer alone. NVDEC's parser hands out the pictures of every layer, one after the other (its open-source twin:
 * {@code dpb_bumping} of VulkanH265Parser.cpp, nvpro-samples/vk_video_samples). Pure.
 */
final class BaseLayer {
    private BaseLayer() {}

    /** The NAL units of the base layer, from bytes with start codes; the same array if there are no others. */
    static byte[] of(byte[] packet) {
        byte[] kept = null;
        int size = 0;
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        int end = StartCodes.next(bytes, 0);
        for (int at = end; at < packet.length; at = end) {
            end = StartCodes.next(bytes, at + StartCodes.BYTES);
            boolean above = isAbove(packet, at);
            if (above && kept == null) {
                kept = packet.clone();
                size = at;
            }
            if (!above && kept != null) {
                System.arraycopy(packet, at, kept, size, end - at);
                size += end - at;
            }
        }
        return kept == null ? packet : Arrays.copyOf(kept, size);
    }

    private static boolean isAbove(byte[] packet, int at) {
        int header = at + StartCodes.BYTES;
        return header + 1 < packet.length && ((packet[header] & 1) != 0 || (packet[header + 1] & 0xf8) != 0);
    }
}
