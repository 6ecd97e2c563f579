package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;

import io.nvvideo.decode.SentParameters;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.HeadedPacket;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * What packets have told a decoder about those that follow. One that is opened in the place of another has heard nothing of it, and
 * is told with its first packet.
 */
final class LearnedParameters {
    private final SentParameters sent;
    private final String what;
    /** Whether the decoder was opened in the place of another, and has been fed with nothing since then. */
    private boolean ignorant;

    /**
     * @param what names the file in errors
     */
    LearnedParameters(AVCodecParameters codec, String what) {
        this.sent = SentParameters.of(codec.codec_id(), CodecData.extradata(codec));
        this.what = what;
    }

    /** The decoder is another one now. */
    void reopened() {
        ignorant = true;
    }

    /** Looks at a packet that is about to be fed. */
    void see(AVPacket packet, int number) {
        sent.see(CodecData.newExtradata(packet), CodecData.bytes(packet.data(), packet.size()), number);
    }

    /** Whether the decoder has kept what only packets behind this one are decoded with: FFmpeg's flush forgets no parameter sets. */
    boolean isOutdatedAt(int number) {
        return !ignorant && sent.isOutdatedAt(number);
    }

    /**
     * The packet as it is to be fed.
     *
     * @return the packet, or another with more in it, which is the caller's
     */
    AVPacket complete(AVPacket packet, int number) {
        if (!ignorant || packet.size() <= 0) {
            return packet;
        }
        AVPacket whole = withAllBefore(packet, number);
        sent.reopened(number);
        ignorant = false;
        return whole;
    }

    /** What a packet has brought along is not to be believed: it cannot be decoded. */
    void forget(int number) {
        sent.forget(number);
    }

    /** The same of all packets from one on. */
    void forgetFrom(int number) {
        sent.forgetFrom(number);
    }

    private AVPacket withAllBefore(AVPacket packet, int number) {
        byte[] units = sent.before(number);
        byte[] extradata = sent.extradata(number);
        if (units.length == 0 && extradata == null) {
            return packet;
        }
        AVPacket more = HeadedPacket.copy(units, packet, "Cannot decode " + what);
        try {
            if (extradata != null && CodecData.newExtradata(packet) == null) {
                BytePointer data = av_packet_new_side_data(more, AV_PKT_DATA_NEW_EXTRADATA, extradata.length);
                FfmpegErrors.allocated(data, "a packet");
                CodecData.bytes(data, extradata.length).put(extradata);
            }
            return more;
        } catch (RuntimeException | Error e) {
            av_packet_free(more);
            throw e;
        }
    }
}
