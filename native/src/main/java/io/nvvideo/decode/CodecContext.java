package io.nvvideo.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** One of FFmpeg's decoders for one stream: opened when it is used first, and anew after {@link #shut}. */
public final class CodecContext implements AutoCloseable {
    private final AVCodec codec;
    private final AVCodecParameters parameters;
    private final Consumer<AVCodecContext> setUp;
    private final String what;
    private AVCodecContext context;
    private boolean closed;

    /**
     * Copies the parameters, because the stream may be closed first.
     *
     * @param setUp sets what the decoder is opened with, each time
     * @param what names the file in errors
     */
    public CodecContext(AVCodec codec, AVCodecParameters parameters, Consumer<AVCodecContext> setUp, String what) {
        this.codec = codec;
        this.setUp = setUp;
        this.what = what;
        this.parameters = FfmpegErrors.allocated(avcodec_parameters_alloc(), "a decoder");
        NativeObjects.opened();
        try {
            FfmpegErrors.check(avcodec_parameters_copy(this.parameters, parameters), "Cannot decode " + what);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The open decoder: what FFmpeg could not open must not be used, and what it has closed neither. */
    public AVCodecContext open() {
        if (context == null) {
            AVCodecContext fresh = FfmpegErrors.allocated(avcodec_alloc_context3(codec), "a decoder");
            try {
                FfmpegErrors.check(avcodec_parameters_to_context(fresh, parameters), "Cannot decode " + what);
                setUp.accept(fresh);
                FfmpegErrors.check(
                        avcodec_open2(fresh, codec, (AVDictionary) null),
                        "Cannot open the " + codec.name().getString() + " decoder for " + what);
            } catch (RuntimeException | Error e) {
                avcodec_free_context(fresh);
                throw e;
            }
            context = fresh;
        }
        return context;
    }

    /** Whether it is open now. */
    public boolean isOpen() {
        return context != null;
    }

    /** Forgets what was fed; what the decoder's own flush keeps stays. */
    public void flush() {
        avcodec_flush_buffers(open());
    }

    /** Closes the decoder, and with it all that it has kept. */
    public void shut() {
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            shut();
            avcodec_parameters_free(parameters);
            NativeObjects.closed();
        }
    }
}
