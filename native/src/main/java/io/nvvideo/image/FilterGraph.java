package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import io.nvvideo.ffmpeg.FfmpegErrors;
import java.util.Locale;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** One chain of FFmpeg filters: a frame in, a frame out, on the calling thread. */
final class FilterGraph implements AutoCloseable {
    private final String cannotWhat;
    private AVFilterGraph graph;
    private AVFilterContext source;
    private AVFilterContext sink;
    private AVFrame result;

    FilterGraph(SourceFrame input, String chain, String cannotWhat) {
        this.cannotWhat = cannotWhat;
        try {
            graph = FfmpegErrors.allocated(avfilter_graph_alloc(), "a filter graph");
            graph.nb_threads(1);
            result = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
            source = filter("buffer", sourceArguments(input));
            sink = filter("buffersink", null);
            connect(chain);
            ImageErrors.check(avfilter_graph_config(graph, null), cannotWhat);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The converted frame, valid until the next call. */
    AVFrame run(AVFrame frame) {
        av_frame_unref(result);
        ImageErrors.check(av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF), cannotWhat);
        ImageErrors.check(av_buffersink_get_frame(sink, result), cannotWhat);
        return result;
    }

    private static String sourceArguments(SourceFrame input) {
        return String.format(
                Locale.ROOT,
                "video_size=%dx%d:pix_fmt=%d:time_base=1/1:pixel_aspect=1/1:colorspace=%d:range=%d",
                input.width(),
                input.height(),
                input.formatNumber(),
                input.space(),
                input.range());
    }

    private AVFilterContext filter(String name, String arguments) {
        AVFilterContext context = new AVFilterContext(null);
        ImageErrors.check(
                avfilter_graph_create_filter(context, avfilter_get_by_name(name), name, arguments, null, graph),
                cannotWhat);
        return context;
    }

    private void connect(String chain) {
        AVFilterInOut outputs = FfmpegErrors.allocated(avfilter_inout_alloc(), "a filter pad");
        AVFilterInOut inputs = FfmpegErrors.allocated(avfilter_inout_alloc(), "a filter pad");
        try (BytePointer in = new BytePointer("in");
                BytePointer out = new BytePointer("out")) {
            outputs.name(av_strdup(in)).filter_ctx(source).pad_idx(0);
            inputs.name(av_strdup(out)).filter_ctx(sink).pad_idx(0);
            ImageErrors.check(avfilter_graph_parse_ptr(graph, chain, inputs, outputs, null), cannotWhat);
        } finally {
            // Parsing takes what it connected and leaves the rest, nothing on success.
            avfilter_inout_free(inputs);
            avfilter_inout_free(outputs);
        }
    }

    @Override
    public void close() {
        if (result != null) {
            av_frame_free(result);
            result = null;
        }
        if (graph != null) {
            avfilter_graph_free(graph);
            graph = null;
        }
    }
}
