package io.nvvideo.cuda;

import io.nvvideo.ffmpeg.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** Where the fields of FFmpeg's structures lie: the presets bring its libraries without headers, but know. */
final class FfmpegLayout {
    private static final Map<Class<? extends Pointer>, List<String>> FIELDS = Map.of(
            AVFrame.class,
            List.of("data", "linesize", "buf", "width", "height", "format", "pts", "flags", "decode_error_flags"),
            AVPacket.class,
            List.of("data", "pts"),
            AVCodecContext.class,
            List.of(
                    "opaque",
                    "get_buffer2",
                    "thread_count",
                    "width",
                    "height",
                    "pix_fmt",
                    "color_range",
                    "color_primaries",
                    "color_trc",
                    "colorspace"));

    private FfmpegLayout() {}

    /** Writes a C header; returns the folder of FFmpeg's libraries. */
    static Path write(Path header) throws IOException {
        Natives.require();
        StringBuilder lines = new StringBuilder();
        FIELDS.forEach((type, names) -> names.forEach(name -> lines.append("#define ")
                .append(type.getSimpleName())
                .append('_')
                .append(name)
                .append(' ')
                .append(Loader.offsetof(type, name))
                .append('\n')));
        Files.writeString(header, lines);
        return Path.of(Loader.load(org.bytedeco.ffmpeg.global.avcodec.class)).getParent();
    }
}
