package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.ffmpeg.CodecData;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/**
 * Filler data for the end of a packet of which only the beginning is read. FFmpeg takes no packet in which one length of a NAL
 * unit is wrong, so that all units behind the last one that has begun become one that says nothing.
 *
 * @param lengthSize bytes of the length before each unit
 * @param header of a filler data unit
 */
record NalFiller(int lengthSize, byte[] header) {
    /** nal_unit_type 12: Rec. ITU-T H.264, table 7-1. */
    private static final byte[] H264 = {12};

    /** nal_unit_type 38, temporal sub-layer 0: Rec. ITU-T H.265, table 7-1. */
    private static final byte[] HEVC = {38 << 1, 1};

    /** For a stream; null if it has no lengths. */
    static NalFiller of(AVCodecParameters codec) {
        ByteBuffer extradata = CodecData.extradata(codec);
        int lengthSize =
                switch (codec.codec_id()) {
                    case AV_CODEC_ID_H264 ->
                        CodecConfiguration.ofH264(extradata).lengthSize();
                    case AV_CODEC_ID_HEVC ->
                        CodecConfiguration.ofHevc(extradata).lengthSize();
                    default -> NalUnits.START_CODES;
                };
        return lengthSize == NalUnits.START_CODES
                ? null
                : new NalFiller(lengthSize, codec.codec_id() == AV_CODEC_ID_H264 ? H264 : HEVC);
    }

    /** Where the last unit ends that begins in the first bytes of a packet; no more than the packet's size. */
    int endOfUnits(ByteBuffer head, int packetSize) {
        int position = 0;
        while (head.limit() - position > lengthSize) {
            long end = position + lengthSize + NalUnits.length(head, position, lengthSize);
            if (end >= packetSize) {
                return packetSize;
            }
            position = (int) end;
        }
        return position;
    }

    /** A unit with its length that takes so many bytes, as far as it is not zero; empty if there is none so short or so long. */
    byte[] bytes(int size) {
        int length = size - lengthSize;
        if (length < header.length || lengthSize < Integer.BYTES && length >> 8 * lengthSize != 0) {
            return new byte[0];
        }
        byte[] unit = new byte[lengthSize + header.length];
        for (int i = 0; i < lengthSize; i++) {
            unit[i] = (byte) (length >> 8 * (lengthSize - 1 - i));
        }
        System.arraycopy(header, 0, unit, lengthSize, header.length);
        return unit;
    }
}
