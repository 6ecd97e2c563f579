package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_copy_props;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** A packet with headers before its own bytes: what a parser or a decoder needs that has seen nothing yet. */
public final class HeadedPacket {
    private HeadedPacket() {}

    /**
     * A copy with times, flags and side data of the packet, which stays as it is.
     *
     * @param headers may be empty
     * @param cannotWhat what cannot be done if there is no memory, such as "Cannot decode file:/x.mp4"
     * @return the caller's, to be freed
     */
    public static AVPacket copy(byte[] headers, AVPacket packet, String cannotWhat) {
        AVPacket whole = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            FfmpegErrors.check(av_new_packet(whole, headers.length + packet.size()), cannotWhat);
            CodecData.bytes(whole.data(), whole.size()).put(headers).put(CodecData.bytes(packet.data(), packet.size()));
            FfmpegErrors.check(av_packet_copy_props(whole, packet), cannotWhat);
            return whole;
        } catch (RuntimeException | Error e) {
            av_packet_free(whole);
            throw e;
        }
    }

    /** Puts the headers, if there are any, into the packet itself. */
    public static void prepend(byte[] headers, AVPacket packet, String cannotWhat) {
        if (headers.length > 0) {
            AVPacket whole = copy(headers, packet, cannotWhat);
            av_packet_unref(packet);
            av_packet_move_ref(packet, whole);
            av_packet_free(whole);
        }
    }
}
