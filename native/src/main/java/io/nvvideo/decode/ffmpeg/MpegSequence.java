package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;

import io.nvvideo.bitstream.StartCodes;
import java.nio.ByteBuffer;

/**
 * The pictures of a sequence of MPEG-1 or -2 video. Where they change, FFmpeg's decoder begins anew, and forgets the one that it was
 * about to give (mpeg12dec.c, {@code mpeg_decode_postinit}; seen of FFmpeg 8.0.1, and not where the aspect ratio changes alone). Pure.
 *
 * @param size horizontal_size_value and vertical_size_value (Rec. ITU-T H.262, 6.2.2.1; ISO/IEC 11172-2, 2.4.2.3)
 * @param extension chroma_format to vertical_size_extension (6.2.2.3); 0 of MPEG-1
 */
record MpegSequence(int size, int extension) {
    private static final int PICTURE = 0x00;
    private static final int SEQUENCE = 0xb3;
    private static final int EXTENSION = 0xb5;
    private static final int OF_SEQUENCE = 1;

    /** Of a packet that begins one, or tells its headers once more; null of others, and of other codecs. */
    static MpegSequence of(int codecId, ByteBuffer packet) {
        if (codecId != AV_CODEC_ID_MPEG1VIDEO && codecId != AV_CODEC_ID_MPEG2VIDEO) {
            return null;
        }
        MpegSequence sequence = null;
        int at = StartCodes.next(packet, 0) + StartCodes.BYTES;
        while (at + Integer.BYTES < packet.limit() && packet.get(at) != PICTURE) {
            int code = packet.get(at) & 0xff;
            int next = packet.getInt(at + 1);
            if (code == SEQUENCE) {
                sequence = new MpegSequence(next >>> 8, 0);
            } else if (code == EXTENSION && next >>> 28 == OF_SEQUENCE && sequence != null) {
                sequence = new MpegSequence(sequence.size, next >>> 13 & 0x3f);
            }
            at = StartCodes.next(packet, at) + StartCodes.BYTES;
        }
        return sequence;
    }
}
