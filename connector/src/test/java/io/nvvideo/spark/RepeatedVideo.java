package io.nvvideo.spark;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Natives;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** Makes a long video out of a short one, without encoding it again: its packets, over and over. */
final class RepeatedVideo {
    private RepeatedVideo() {}

    /**
     * Writes a video.
     *
     * @param to the container follows from the extension
     * @param part what is repeated, at 25 frames a second; written beside it
     */
    static Path make(Path to, Spec part, int times) {
        Path file = TestVideos.make(to.resolveSibling("part of " + to.getFileName()), part);
        return repeat(to, file, times, part.frames() / 25.0);
    }

    /** Of a file with one stream, whose times begin at 0; so many seconds from one beginning to the next. */
    private static Path repeat(Path to, Path from, int times, double seconds) {
        Natives.require();
        AVFormatContext muxer = new AVFormatContext(null);
        check(avformat_alloc_output_context2(muxer, (AVOutputFormat) null, null, to.toString()));
        AVStream out = avformat_new_stream(muxer, null);
        AVIOContext io = new AVIOContext(null);
        for (int round = 0; round < times; round++) {
            AVFormatContext demuxer = new AVFormatContext(null);
            check(avformat_open_input(demuxer, from.toString(), null, null));
            check(avformat_find_stream_info(demuxer, (PointerPointer<?>) null));
            AVStream in = demuxer.streams(0);
            if (round == 0) {
                check(avcodec_parameters_copy(out.codecpar(), in.codecpar()));
                out.codecpar().codec_tag(0);
                out.time_base(in.time_base());
                out.avg_frame_rate(in.avg_frame_rate());
                check(avio_open(io, to.toString(), AVIO_FLAG_WRITE));
                muxer.pb(io);
                check(avformat_write_header(muxer, (AVDictionary) null));
            }
            copy(demuxer, in, muxer, out, round * seconds);
            avformat_close_input(demuxer);
        }
        check(av_write_trailer(muxer));
        avio_closep(io);
        avformat_free_context(muxer);
        return to;
    }

    private static void copy(AVFormatContext demuxer, AVStream in, AVFormatContext muxer, AVStream out, double later) {
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(demuxer, packet) >= 0) {
            long ticks =
                    Math.round(later * in.time_base().den() / in.time_base().num());
            packet.pts(packet.pts() + ticks);
            packet.dts(packet.dts() + ticks);
            packet.stream_index(0);
            packet.pos(-1);
            av_packet_rescale_ts(packet, in.time_base(), out.time_base());
            check(av_interleaved_write_frame(muxer, packet));
        }
        av_packet_free(packet);
    }

    private static void check(int result) {
        FfmpegErrors.check(result, "Cannot make a long test video");
    }
}
