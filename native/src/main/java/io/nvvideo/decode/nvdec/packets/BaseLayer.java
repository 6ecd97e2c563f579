package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.HevcSetBounds;
import io.nvvideo.bitstream.StartCodes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * HEVC without what lies above its base layer (nuh_layer_id, ITU-T H.265, 7.4.2.2): a second view, transparency. Decoders of the CPU
 * show the base layer alone. NVDEC's parser hands out the pictures of every layer, one after the other (its open-source twin:
 * {@code dpb_bumping} of VulkanH265Parser.cpp, nvpro-samples/vk_video_samples).
 *
 * <p>Parameter sets that count more than there can be are left out too: that parser writes as much as they say to where there is room
 * for what the standard permits, or reads for minutes (seen of those of drivers 535 to 555, which need no video parameter set).
 * Pure.
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
            boolean left = isAbove(packet, at) || !holds(bytes, at, end);
            if (left && kept == null) {
                kept = packet.clone();
                size = at;
            }
            if (!left && kept != null) {
                System.arraycopy(packet, at, kept, size, end - at);
                size += end - at;
            }
        }
        return kept == null ? packet : Arrays.copyOf(kept, size);
    }

    private static boolean holds(ByteBuffer bytes, int at, int end) {
        return HevcSetBounds.hold(bytes.slice(at + StartCodes.BYTES, end - at - StartCodes.BYTES));
    }

    private static boolean isAbove(byte[] packet, int at) {
        int header = at + StartCodes.BYTES;
        return header + 1 < packet.length && ((packet[header] & 1) != 0 || (packet[header + 1] & 0xf8) != 0);
    }
}
