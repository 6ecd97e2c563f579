package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.nvvideo.ffmpeg.FfmpegErrors;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Packets that are looked at before their turn, and served when it comes. */
final class FirstPackets implements AutoCloseable {
    /** How far to look for the first packet of a stream; streams are interleaved by time. */
    private static final int MAX_PACKETS_AHEAD = 100;

    private final Deque<AVPacket> ahead = new ArrayDeque<>();

    /** The first packet of every video stream, null where none is found near the beginning; they stay owned here. */
    AVPacket[] find(AVFormatContext context) {
        AVPacket[] first = new AVPacket[context.nb_streams()];
        int open = 0;
        for (int i = 0; i < first.length; i++) {
            AVStream stream = context.streams(i);
            boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            open += isVideo(stream) && !cover ? 1 : 0;
        }
        while (open > 0 && ahead.size() < MAX_PACKETS_AHEAD) {
            AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
            if (av_read_frame(context, packet) < 0) {
                av_packet_free(packet);
                break;
            }
            ahead.add(packet);
            int stream = packet.stream_index();
            if (stream < first.length && isVideo(context.streams(stream)) && first[stream] == null) {
                first[stream] = packet;
                open--;
            }
        }
        return first;
    }

    private static boolean isVideo(AVStream stream) {
        return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
    }

    /** Moves the next one into {@code packet}; false if there is none left. */
    boolean poll(AVPacket packet) {
        AVPacket known = ahead.poll();
        if (known == null) {
            return false;
        }
        av_packet_move_ref(packet, known);
        av_packet_free(known);
        return true;
    }

    /** Lets go of those that were not served. */
    @Override
    public void close() {
        ahead.forEach(packet -> av_packet_free(packet));
        ahead.clear();
    }
}
