package io.nvvideo.read;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.VideoStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Encrypted samples are an error, never noise. */
public final class Encryption {
    private Encryption() {}

    /**
     * Refuses a stream that is encrypted as a whole.
     *
     * @param name the file, for the error
     * @throws VideoException ENCRYPTED
     */
    public static void refuse(VideoStream stream, String name) {
        if (stream.encrypted()) {
            throw error(name);
        }
    }

    /**
     * Refuses a packet that is encrypted.
     *
     * @param name the file, for the error
     * @throws VideoException ENCRYPTED
     */
    static void refuse(AVPacket packet, String name) {
        BytePointer encryption = av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null);
        if (encryption != null && !encryption.isNull()) {
            throw error(name);
        }
    }

    private static VideoException error(String name) {
        return new VideoException(
                Code.ENCRYPTED,
                "Cannot decode " + name + ": its samples are encrypted (ISO/IEC 23001-7 or Matroska ContentEncryption)."
                        + " Decrypt the file first.");
    }
}
