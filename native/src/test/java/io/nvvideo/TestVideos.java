package io.nvvideo;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avfilter.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Natives;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Makes videos for tests with FFmpeg's test pattern, so that tests need no files of others. */
public final class TestVideos {

    /**
     * What to make.
     *
     * @param encoder FFmpeg's name of it
     * @param frames how many
     * @param gop frames from one key frame to the next
     * @param bFrames how many between two others
     * @param ticks time of the n-th frame in 1/1000 s
     * @param clockwiseDegrees written as the display matrix
     * @param options for the encoder
     * @param muxerOptions for the container
     */
    public record Spec(
            String encoder,
            String pixelFormat,
            int width,
            int height,
            int frames,
            int gop,
            int bFrames,
            LongUnaryOperator ticks,
            int clockwiseDegrees,
            Map<String, String> options,
            Map<String, String> muxerOptions) {

        /** 25 frames a second of 128x96 MPEG-4 with two B-frames, a key frame every 12. */
        public static final Spec MPEG4 =
                new Spec("mpeg4", "yuv420p", 128, 96, 50, 12, 2, n -> n * 40, 0, Map.of(), Map.of());

        /** H.264 (baseline, no B-frames) by openh264. */
        public static final Spec H264 =
                new Spec("libopenh264", "yuv420p", 160, 120, 30, 10, 0, n -> n * 40, 0, Map.of(), Map.of());

        public Spec withEncoder(String other, String format) {
            return new Spec(
                    other, format, width, height, frames, gop, bFrames, ticks, clockwiseDegrees, options, muxerOptions);
        }

        public Spec withFrames(int other) {
            return new Spec(
                    encoder,
                    pixelFormat,
                    width,
                    height,
                    other,
                    gop,
                    bFrames,
                    ticks,
                    clockwiseDegrees,
                    options,
                    muxerOptions);
        }

        public Spec withSize(int w, int h) {
            return new Spec(
                    encoder, pixelFormat, w, h, frames, gop, bFrames, ticks, clockwiseDegrees, options, muxerOptions);
        }

        public Spec withGop(int size, int b) {
            return new Spec(
                    encoder,
                    pixelFormat,
                    width,
                    height,
                    frames,
                    size,
                    b,
                    ticks,
                    clockwiseDegrees,
                    options,
                    muxerOptions);
        }

        public Spec withTicks(LongUnaryOperator other) {
            return new Spec(
                    encoder,
                    pixelFormat,
                    width,
                    height,
                    frames,
                    gop,
                    bFrames,
                    other,
                    clockwiseDegrees,
                    options,
                    muxerOptions);
        }

        public Spec withRotation(int degrees) {
            return new Spec(
                    encoder, pixelFormat, width, height, frames, gop, bFrames, ticks, degrees, options, muxerOptions);
        }

        /** For the encoder, as FFmpeg's tools name it. */
        public Spec withOption(String key, String value) {
            Map<String, String> more = new TreeMap<>(options);
            more.put(key, value);
            return new Spec(
                    encoder,
                    pixelFormat,
                    width,
                    height,
                    frames,
                    gop,
                    bFrames,
                    ticks,
                    clockwiseDegrees,
                    more,
                    muxerOptions);
        }

        public Spec withMuxerOption(String key, String value) {
            Map<String, String> more = new TreeMap<>(muxerOptions);
            more.put(key, value);
            return new Spec(
                    encoder, pixelFormat, width, height, frames, gop, bFrames, ticks, clockwiseDegrees, options, more);
        }
    }

    private static final int TICKS_PER_SECOND = 1000;

    private TestVideos() {}

    /** Writes a video; the container follows from the extension. Returns the file. */
    public static Path make(Path file, Spec spec) {
        Natives.require();
        AVFilterGraph graph = avfilter_graph_alloc();
        AVFormatContext muxer = new AVFormatContext(null);
        AVCodecContext encoder = null;
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        try {
            AVFilterContext sink = source(graph, spec);
            check(avformat_alloc_output_context2(muxer, (AVOutputFormat) null, null, file.toString()));
            encoder = encoder(muxer, spec);
            AVStream stream = avformat_new_stream(muxer, null);
            check(avcodec_parameters_from_context(stream.codecpar(), encoder));
            stream.time_base(encoder.time_base());
            rotate(stream, spec.clockwiseDegrees());
            AVIOContext io = new AVIOContext(null);
            check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
            muxer.pb(io);
            AVDictionary options = dictionary(spec.muxerOptions());
            check(avformat_write_header(muxer, options));
            av_dict_free(options);
            for (int n = 0; n < spec.frames(); n++) {
                check(av_buffersink_get_frame(sink, frame));
                long ticks = TICKS_PER_SECOND / encoder.time_base().den();
                frame.pts(spec.ticks().applyAsLong(n) / ticks);
                frame.duration(spec.ticks().applyAsLong(n + 1) / ticks - frame.pts());
                frame.pict_type(AV_PICTURE_TYPE_NONE);
                check(avcodec_send_frame(encoder, frame));
                av_frame_unref(frame);
                write(muxer, encoder, stream, packet);
            }
            check(avcodec_send_frame(encoder, null));
            write(muxer, encoder, stream, packet);
            check(av_write_trailer(muxer));
            avio_closep(io);
            return file;
        } finally {
            av_frame_free(frame);
            av_packet_free(packet);
            if (encoder != null) {
                avcodec_free_context(encoder);
            }
            avformat_free_context(muxer);
            avfilter_graph_free(graph);
        }
    }

    private static AVFilterContext source(AVFilterGraph graph, Spec spec) {
        AVFilterContext sink = new AVFilterContext(null);
        check(avfilter_graph_create_filter(sink, avfilter_get_by_name("buffersink"), "out", null, null, graph));
        AVFilterInOut end = avfilter_inout_alloc();
        end.name(new BytePointer(av_strdup("out")));
        end.filter_ctx(sink);
        end.pad_idx(0);
        end.next(null);
        AVFilterInOut none = new AVFilterInOut(null);
        check(avfilter_graph_parse_ptr(
                graph,
                "testsrc2=size=" + spec.width() + "x" + spec.height() + ":rate=25,format=" + spec.pixelFormat(),
                end,
                none,
                null));
        check(avfilter_graph_config(graph, null));
        return sink;
    }

    private static AVCodecContext encoder(AVFormatContext muxer, Spec spec) {
        AVCodec codec = avcodec_find_encoder_by_name(spec.encoder());
        AVCodecContext encoder = avcodec_alloc_context3(codec);
        encoder.width(spec.width());
        encoder.height(spec.height());
        encoder.pix_fmt(av_get_pix_fmt(spec.pixelFormat()));
        encoder.time_base(new AVRational()
                .num(1)
                .den(ticksPerSecond(spec, muxer.oformat().name().getString().equals("avi"))));
        encoder.framerate(new AVRational().num(25).den(1));
        encoder.gop_size(spec.gop());
        encoder.max_b_frames(spec.bFrames());
        encoder.bit_rate(400_000);
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_FRAME_DURATION);
        encoder.strict_std_compliance(FF_COMPLIANCE_UNOFFICIAL);
        encoder.color_range(spec.pixelFormat().startsWith("yuvj") ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
        if ((muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary options = dictionary(spec.options());
        check(avcodec_open2(encoder, codec, options));
        av_dict_free(options);
        return encoder;
    }

    private static void write(AVFormatContext muxer, AVCodecContext encoder, AVStream stream, AVPacket packet) {
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            packet.stream_index(stream.index());
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            check(av_interleaved_write_frame(muxer, packet));
        }
    }

    private static void rotate(AVStream stream, int clockwiseDegrees) {
        if (clockwiseDegrees != 0) {
            AVPacketSideData all = stream.codecpar().coded_side_data();
            IntPointer count = new IntPointer(1).put(stream.codecpar().nb_coded_side_data());
            AVPacketSideData list = new AVPacketSideData(all);
            AVPacketSideData matrix = av_packet_side_data_new(list, count, AV_PKT_DATA_DISPLAYMATRIX, 36, 0);
            // FFmpeg sets clockwise angles, and gets counterclockwise ones.
            av_display_rotation_set(new IntPointer(matrix.data()), clockwiseDegrees);
            stream.codecpar().coded_side_data(list);
            stream.codecpar().nb_coded_side_data(count.get());
        }
    }

    /** MPEG-1 and MPEG-2 have a short list of frame rates, and AVI has a chunk for every tick. */
    private static int ticksPerSecond(Spec spec, boolean avi) {
        return spec.encoder().matches("mpeg[12]video") || avi ? 25 : TICKS_PER_SECOND;
    }

    private static AVDictionary dictionary(Map<String, String> entries) {
        AVDictionary dictionary = new AVDictionary(null);
        entries.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        return dictionary;
    }

    private static void check(int result) {
        FfmpegErrors.check(result, "Cannot make a test video");
    }
}
