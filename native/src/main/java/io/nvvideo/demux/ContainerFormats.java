package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.io.AvioInput;
import io.nvvideo.io.ByteSource;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;

/**
 * Which of FFmpeg's demuxers may open a file: those that read a video, or the sound that people take for one, from the bytes
 * they are given.
 *
 * <p>A list of what is allowed, not of what is not, because FFmpeg has some 350 demuxers and every version brings more. Three
 * kinds must never see a file that nobody has looked at: those that open what a text points to ({@code hls}, {@code dash},
 * {@code concat}, {@code imf}, {@code sdp}, {@code vobsub}, and {@code image2}, which takes a file's name for a pattern), which
 * would read other files and call other machines with the rights of a Spark executor; those that draw any text
 * ({@code tty}, {@code xbin}, {@code bin}, {@code adf}, {@code idf}) or play it as a still picture, so that a README
 * between videos would have frames; and those that a name's extension alone selects ({@code rawvideo}). Demuxers of games'
 * formats of the nineties are left out too: nobody keeps them in a lake, and little tested parsers are what attackers look
 * for.
 */
final class ContainerFormats {
    /** What FFmpeg's index takes for a sample (AVIndexEntry). */
    private static final int BYTES_PER_SAMPLE = 24;

    private static final Set<String> ALLOWED = Set.of(
            // Containers
            "mov,mp4,m4a,3gp,3g2,mj2",
            "matroska,webm",
            "mpegts",
            "mpegtsraw",
            "mpeg",
            "avi",
            "flv",
            "live_flv",
            "kux",
            "ogg",
            "asf",
            "asf_o",
            "mxf",
            "gxf",
            "nut",
            "ivf",
            "rm",
            "wtv",
            "pva",
            "nsv",
            "dhav",
            "dv",
            "yuv4mpegpipe",
            "smjpeg",
            "mpjpeg",
            "gif",
            "apng",
            "jpegxl_anim",
            // Elementary streams
            "h261",
            "h263",
            "h264",
            "hevc",
            "vvc",
            "evc",
            "av1",
            "obu",
            "avs",
            "avs2",
            "avs3",
            "cavsvideo",
            "dirac",
            "dnxhd",
            "ingenient",
            "m4v",
            "mjpeg",
            "mjpeg_2000",
            "mpegvideo",
            "vc1",
            "vc1test",
            // Sound, to say that there is no video rather than that there is no container
            "aac",
            "ac3",
            "aiff",
            "amr",
            "ape",
            "au",
            "caf",
            "dts",
            "eac3",
            "flac",
            "mp3",
            "wav",
            "w64",
            "wv");

    private ContainerFormats() {}

    /**
     * Opens a container and reads its header.
     *
     * @throws VideoException NOT_A_VIDEO if no container is recognised, CORRUPT if its header is damaged
     */
    static AVFormatContext open(ByteSource source, AvioInput input) {
        AVFormatContext context = avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        try {
            FfmpegErrors.allocated(context, "a container");
            context.pb(input.context());
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
            // No protocol has this name: whatever the bytes of an allowed format point to, nothing else is opened.
            av_dict_set(options, "protocol_whitelist", "none", 0);
            AVInputFormat format = recognise(source, input);
            int opened = avformat_open_input(context, fileName(source.name()), format, options);
            if (opened < 0) {
                // FFmpeg has freed the context.
                context = null;
                input.rethrow();
                throw notRecognised(source, opened);
            }
            return context;
        } catch (RuntimeException | Error e) {
            if (context != null && !context.isNull()) {
                avformat_close_input(context);
            }
            throw e;
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * Recognises the container by its bytes; its name only where they leave it open.
     *
     * @throws VideoException NOT_A_VIDEO if they are none, or none that may be opened
     */
    static AVInputFormat recognise(ByteSource source, AvioInput input) {
        AVInputFormat format = new AVInputFormat(null);
        int result = av_probe_input_buffer2(input.context(), format, fileName(source.name()), (Pointer) null, 0, 0);
        if (result < 0) {
            input.rethrow();
            throw notRecognised(source, result);
        }
        String name = Names.string(format.name());
        if (!ALLOWED.contains(name)) {
            throw new VideoException(
                    Code.NOT_A_VIDEO,
                    "Cannot open " + source.name() + ": its bytes look like format " + name
                            + ", which is no video container that is read here (playlists, texts and still pictures are"
                            + " not). Leave the file out (pathGlobFilter, ignoreCorruptFiles).");
        }
        return format;
    }

    /** The error for bytes that no demuxer takes. */
    static VideoException notRecognised(ByteSource source, int error) {
        if (error == AVERROR_INVALIDDATA() || error == AVERROR_EOF()) {
            return new VideoException(
                    Code.NOT_A_VIDEO,
                    "Cannot open " + source.name() + ": no video container was recognised in its bytes ("
                            + FfmpegErrors.text(error)
                            + "). Leave the file out (pathGlobFilter, ignoreCorruptFiles) or look whether it is cut off.");
        }
        if (error == FfmpegErrors.OUT_OF_MEMORY
                && source.length() >= 0
                && source.length() < Natives.MAX_ALLOCATION_BYTES / BYTES_PER_SAMPLE) {
            return new VideoException(
                    Code.CORRUPT,
                    "Cannot open " + source.name() + ": its header claims more samples than the file has bytes. It is"
                            + " damaged; copy it again, or leave it out (pathGlobFilter).");
        }
        return FfmpegErrors.exception(error, "Cannot open " + source.name());
    }

    /** The last part of a path or URI: FFmpeg looks at its extension where the bytes leave the format open. */
    static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
