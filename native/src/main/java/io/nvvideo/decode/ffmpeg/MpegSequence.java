package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;

import io.nvvideo.bitstream.StartCodes;
import java.nio.ByteBuffer;

/**
 * What a sequence of MPEG-1 or -2 video must keep: where it changes, FFmpeg's decoder begins anew, and forgets the picture that it
 * was about to give, be it for another aspect ratio alone (mpeg12dec.c, {@code mpeg_decode_postinit}; seen of FFmpeg 8.0.1). Pure.
 *
 * @param header horizontal_size_value to aspect_ratio_information (Rec. ITU-T H.262, 6.2.2.1; ISO/IEC 11172-2, 2.4.2.3)
 * @param extension progressive_sequence to vertical_size_extension (6.2.2.3); 0 of MPEG-1
 */
record MpegSequence(int header, int extension) {
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
                sequence = new MpegSequence(next >>> 4, 0);
            } else if (code == EXTENSION && next >>> 28 == OF_SEQUENCE && sequence != null) {
                // profile_and_level_indication is told again for each picture, and nothing is made of it.
                sequence = new MpegSequence(sequence.header, next >>> 13 & 0x7f);
            }
            at = StartCodes.next(packet, at) + StartCodes.BYTES;
        }
        return sequence;
    }
}
