package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Natives;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** The plainest possible decoder: every frame of one stream in order. */
final class TestDecoder {
    private TestDecoder() {}

    /** Hands over number and frame, up to the last one wanted. */
    static void decode(Path file, int stream, int last, BiConsumer<Integer, AVFrame> frames) {
        Natives.require();
        AVFormatContext container = new AVFormatContext(null);
        FfmpegErrors.check(
                avformat_open_input(container, file.toString(), (AVInputFormat) null, (AVDictionary) null),
                "Cannot open " + file);
        avformat_find_stream_info(container, (PointerPointer<?>) null);
        var parameters = container.streams(stream).codecpar();
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        try {
            avcodec_parameters_to_context(context, parameters);
            FfmpegErrors.check(avcodec_open2(context, codec, (AVDictionary) null), "Cannot open decoder");
            int number = 0;
            boolean more = true;
            while (more && number <= last) {
                more = av_read_frame(container, packet) >= 0;
                if (more && packet.stream_index() != stream) {
                    av_packet_unref(packet);
                    continue;
                }
                avcodec_send_packet(context, more ? packet : null);
                av_packet_unref(packet);
                while (avcodec_receive_frame(context, frame) >= 0) {
                    frames.accept(number++, frame);
                }
            }
        } finally {
            av_frame_free(frame);
            av_packet_free(packet);
            avcodec_free_context(context);
            avformat_close_input(container);
        }
    }
}
