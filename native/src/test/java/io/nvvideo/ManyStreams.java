package io.nvvideo;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
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

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.ffmpeg.FfmpegErrors;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** Makes a file that has the same video many times side by side, without encoding it again. */
final class ManyStreams {
    private ManyStreams() {}

    static Path make(Path to, Path folder, int streams, Spec spec) {
        Path one = TestVideos.make(folder.resolve("one.mp4"), spec);
        AVFormatContext demuxer = new AVFormatContext(null);
        check(avformat_open_input(demuxer, one.toString(), null, null));
        check(avformat_find_stream_info(demuxer, (PointerPointer<?>) null));
        AVStream in = demuxer.streams(0);
        AVFormatContext muxer = new AVFormatContext(null);
        check(avformat_alloc_output_context2(muxer, (AVOutputFormat) null, null, to.toString()));
        for (int s = 0; s < streams; s++) {
            AVStream out = avformat_new_stream(muxer, null);
            check(avcodec_parameters_copy(out.codecpar(), in.codecpar()));
            out.codecpar().codec_tag(0);
            out.time_base(in.time_base());
            out.avg_frame_rate(in.avg_frame_rate());
        }
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, to.toString(), AVIO_FLAG_WRITE));
        muxer.pb(io);
        check(avformat_write_header(muxer, (AVDictionary) null));
        AVPacket packet = av_packet_alloc();
        AVPacket copy = av_packet_alloc();
        while (av_read_frame(demuxer, packet) >= 0) {
            for (int s = 0; s < streams; s++) {
                check(av_packet_ref(copy, packet));
                copy.stream_index(s);
                copy.pos(-1);
                av_packet_rescale_ts(copy, in.time_base(), muxer.streams(s).time_base());
                check(av_write_frame(muxer, copy));
                av_packet_unref(copy);
            }
            av_packet_unref(packet);
        }
        check(av_write_trailer(muxer));
        av_packet_free(copy);
        av_packet_free(packet);
        avio_closep(io);
        avformat_free_context(muxer);
        avformat_close_input(demuxer);
        return to;
    }

    private static void check(int result) {
        FfmpegErrors.check(result, "Cannot make a test video");
    }
}
