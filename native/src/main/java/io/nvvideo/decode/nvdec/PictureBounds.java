package io.nvvideo.decode.nvdec;

import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;

/**
 * Where the pictures of a packet end. A packet that the parser is told to be complete ({@code CUVID_PKT_ENDOFPICTURE}) has to hold
 * one frame or one field (nvcuvid.h); containers keep both fields of a frame in one, and of what follows the first the parser
 * takes nothing (its open-source twin: {@code ParseByteStream} of VulkanVideoDecoder.cpp). Pure.
 */
final class PictureBounds {
    private final NvdecCodec codec;
    private final byte[] packet;
    /** Where the start code of what is looked at begins. */
    private int at;

    private PictureBounds(NvdecCodec codec, byte[] packet) {
        this.codec = codec;
        this.packet = packet;
    }

    /**
     * Where in a packet, with start codes, the first picture ends; all that stands before the second one's slices belongs to
     * that.
     *
     * @param from where to begin
     * @return the packet's length if there is one picture at most, or the codec has no start codes
     */
    static int endOfPicture(NvdecCodec codec, byte[] packet, int from) {
        return new PictureBounds(codec, packet).end(from);
    }

    private int end(int from) {
        boolean begun = false;
        int end = packet.length;
        for (at = next(from); at < packet.length; at = next(at + 3)) {
            if (beginsPicture()) {
                if (begun) {
                    return end;
                }
                begun = true;
            }
            if (isOfPicture()) {
                end = next(at + 3);
            }
        }
        return packet.length;
    }

    private int next(int from) {
        int next = StartCodes.next(ByteBuffer.wrap(packet), from);
        return next + StartCodes.BYTES < packet.length ? next : packet.length;
    }

    private int value(int offset) {
        return at + offset < packet.length ? packet[at + offset] & 0xff : 0;
    }

    /** H.264: macroblock 0, which is coded as 1; HEVC: first_slice_segment_in_pic_flag; MPEG: picture_start_code. */
    private boolean beginsPicture() {
        return switch (codec) {
            case H264 -> isOfPicture() && hasMacroblockNumber() && (value(4) & 0x80) != 0;
            case HEVC -> isOfPicture() && (value(5) & 0x80) != 0;
            case MPEG1, MPEG2 -> value(3) == 0;
            default -> false;
        };
    }

    /** Data partitions B and C have none. */
    private boolean hasMacroblockNumber() {
        int type = value(3) & 0x1f;
        return type != 3 && type != 4;
    }

    /** Slices, those of HEVC's base layer: ITU-T H.264, table 7-1; H.265, table 7-1; H.262, table 6-1. */
    private boolean isOfPicture() {
        return switch (codec) {
            case H264 -> (value(3) & 0x1f) >= 1 && (value(3) & 0x1f) <= 5;
            case HEVC -> (value(3) >> 1 & 0x3f) <= 31 && (value(3) & 1) == 0 && value(4) >> 3 == 0;
            case MPEG1, MPEG2 -> value(3) >= 0x01 && value(3) <= 0xaf;
            default -> false;
        };
    }
}
