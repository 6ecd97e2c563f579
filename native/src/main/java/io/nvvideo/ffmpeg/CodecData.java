package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The bytes in FFmpeg's structures. */
public final class CodecData {
    private CodecData() {}

    /** What the container keeps for the decoder; empty if nothing. Valid as long as the parameters are. */
    public static ByteBuffer extradata(AVCodecParameters codec) {
        return bytes(codec.extradata(), codec.extradata_size());
    }

    /** A big-endian view, empty for no bytes. Valid as long as they are. */
    public static ByteBuffer bytes(BytePointer data, int size) {
        return data == null || data.isNull() || size <= 0
                ? ByteBuffer.allocate(0)
                : // A slice is big-endian, as the headers are.
                new BytePointer(data).capacity(size).asByteBuffer().slice();
    }

    /** Side data of a stream, by FFmpeg's number of its type; null if there is none. */
    public static AVPacketSideData sideData(AVCodecParameters codec, int type) {
        AVPacketSideData data = av_packet_side_data_get(codec.coded_side_data(), codec.nb_coded_side_data(), type);
        boolean present = data != null
                && !data.isNull()
                && data.data() != null
                && !data.data().isNull();
        return present ? data : null;
    }

    /** What the container keeps for the decoder from a packet on; null if that does not change. */
    public static byte[] newExtradata(AVPacket packet) {
        if (packet.side_data_elems() == 0) {
            return null;
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
            if (data == null || data.isNull()) {
                return null;
            }
            byte[] bytes = new byte[(int) size.get()];
            bytes(data, bytes.length).get(bytes);
            return bytes;
        }
    }
}
