package io.nvvideo;

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

import io.nvvideo.ffmpeg.FfmpegErrors;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;

/** Puts a raw stream whose frames are shown in the order in which they are stored into another container. */
public final class Remux {
    private static final int MILLISECONDS_PER_FRAME = 40;

    private Remux() {}

    /**
     * Writes the file; the container follows from its extension.
     *
     * @param tag what MP4 calls the codec, four characters; null for what it does by itself
     */
    public static Path make(Path raw, Path to, String tag) {
        AVFormatContext demuxer = new AVFormatContext(null);
        check(avformat_open_input(demuxer, raw.toString(), null, null));
        check(avformat_find_stream_info(demuxer, (PointerPointer<?>) null));
        AVFormatContext muxer = new AVFormatContext(null);
        check(avformat_alloc_output_context2(muxer, (AVOutputFormat) null, null, to.toString()));
        AVStream out = avformat_new_stream(muxer, null);
        check(avcodec_parameters_copy(out.codecpar(), demuxer.streams(0).codecpar()));
        out.codecpar().codec_tag(tag == null ? 0 : littleEndian(tag));
        AVRational milliseconds = new AVRational().num(1).den(1000);
        out.time_base(milliseconds);
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, to.toString(), AVIO_FLAG_WRITE));
        muxer.pb(io);
        check(avformat_write_header(muxer, (AVDictionary) null));
        AVPacket packet = av_packet_alloc();
        for (long time = 0; av_read_frame(demuxer, packet) >= 0; time += MILLISECONDS_PER_FRAME) {
            packet.pts(time).dts(time).duration(MILLISECONDS_PER_FRAME).pos(-1);
            av_packet_rescale_ts(packet, milliseconds, out.time_base());
            check(av_interleaved_write_frame(muxer, packet));
        }
        check(av_write_trailer(muxer));
        av_packet_free(packet);
        avio_closep(io);
        avformat_free_context(muxer);
        avformat_close_input(demuxer);
        return to;
    }

    private static int littleEndian(String tag) {
        return tag.charAt(0) | tag.charAt(1) << 8 | tag.charAt(2) << 16 | tag.charAt(3) << 24;
    }

    private static void check(int result) {
        FfmpegErrors.check(result, "Cannot make a test video");
    }
}
