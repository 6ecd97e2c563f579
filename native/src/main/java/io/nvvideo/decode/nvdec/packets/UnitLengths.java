package io.nvvideo.decode.nvdec.packets;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_copy_props;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * How units of H.264 and HEVC stand in packets of MP4 and Matroska: each behind its length, with the parameter sets that the
 * container keeps beside them (ISO/IEC 14496-15, 5.3.3 and 8.3.3).
 *
 * <p>FFmpeg's own filters would put those sets, or the last ones that came, into later packets too, where the stream has brought others
 * since: hevc_mp4toannexb into every random access picture, so that a parser begins anew there, and pictures that lead it lose what
 * they refer to; h264_mp4toannexb into IDR pictures, also when it was flushed since (seen of FFmpeg 8.0.1).
 *
 * @param lengthBytes of each length; {@link NalUnits#START_CODES} where units have start codes
 * @param headers what the container keeps, with start codes
 */
record UnitLengths(int lengthBytes, byte[] headers) {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /** Of H.264 or HEVC, as the container describes it. */
    static UnitLengths of(NvdecCodec codec, ByteBuffer extradata) {
        CodecConfiguration configuration =
                codec == NvdecCodec.HEVC ? CodecConfiguration.ofHevc(extradata) : CodecConfiguration.ofH264(extradata);
        byte[] all = configuration.lengthSize() == NalUnits.START_CODES
                ? bytes(extradata)
                : withStartCodes(configuration.units());
        return new UnitLengths(configuration.lengthSize(), codec == NvdecCodec.HEVC ? BaseLayer.of(all) : all);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] all = new byte[buffer.remaining()];
        buffer.duplicate().get(all);
        return all;
    }

    private static byte[] withStartCodes(List<ByteBuffer> units) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer unit : units) {
            all.writeBytes(START_CODE);
            all.writeBytes(bytes(unit));
        }
        return all.toByteArray();
    }

    /**
     * Puts start codes into a packet, which becomes another.
     *
     * @throws io.nvvideo.VideoException CORRUPT if its lengths are those of no units
     */
    void replaceIn(AVPacket packet, String what) {
        if (lengthBytes == NalUnits.START_CODES) {
            return;
        }
        ByteBuffer units = CodecData.bytes(packet.data(), packet.size());
        AVPacket whole = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            FfmpegErrors.check(av_new_packet(whole, size(units, what)), "Cannot copy a packet of " + what);
            copy(units, CodecData.bytes(whole.data(), whole.size()));
            FfmpegErrors.check(av_packet_copy_props(whole, packet), "Cannot copy a packet of " + what);
            av_packet_unref(packet);
            av_packet_move_ref(packet, whole);
        } finally {
            av_packet_free(whole);
        }
    }

    private int size(ByteBuffer units, String what) {
        long size = 0;
        for (int at = 0; at < units.limit(); ) {
            long length = units.limit() - at < lengthBytes ? -1 : NalUnits.length(units, at, lengthBytes);
            at += lengthBytes;
            if (length < 0 || length > units.limit() - at) {
                FfmpegErrors.check(AVERROR_INVALIDDATA(), "Cannot decode a packet of " + what);
            }
            size += START_CODE.length + length;
            at += (int) length;
        }
        return Math.toIntExact(size);
    }

    private void copy(ByteBuffer units, ByteBuffer to) {
        for (int at = 0; at < units.limit(); ) {
            int length = (int) NalUnits.length(units, at, lengthBytes);
            at += lengthBytes;
            to.put(START_CODE).put(units.slice(at, length));
            at += length;
        }
    }
}
