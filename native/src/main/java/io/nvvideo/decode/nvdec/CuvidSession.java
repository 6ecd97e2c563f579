package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.CodecContext;
import io.nvvideo.decode.nvdec.packets.PacketFilter;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.media.PixelFormat;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** One of FFmpeg's decoders for GPUs, opened for a sequence of pictures and shut behind it, and what its errors mean. */
final class CuvidSession implements AutoCloseable {
    /** Their own ticks (cuviddec.c): a packet's number in them comes back as it is. */
    private static final int TICKS_PER_SECOND = 10_000_000;

    private final CuvidGpu gpu;
    private final NvdecCodec codec;
    private final PixelFormat stated;
    private final String name;
    private final String decoderName;
    private final CodecContext context;
    private final AVRational timeBase = new AVRational().num(1).den(TICKS_PER_SECOND);
    private final AVFrame frame;
    private int width;
    private int height;
    private boolean closed;

    /**
     * Sets up.
     *
     * @param stated format of the pictures as the container tells it
     * @param filter what packets come out of
     * @param name of the file, for errors
     * @throws VideoException UNSUPPORTED if FFmpeg has no such decoder here
     */
    CuvidSession(CuvidGpu gpu, NvdecCodec codec, PixelFormat stated, PacketFilter filter, String name) {
        this.gpu = gpu;
        this.codec = codec;
        this.stated = stated;
        this.name = name;
        decoderName = switch (codec) {
            case MPEG1 -> "mpeg1_cuvid";
            case MPEG2 -> "mpeg2_cuvid";
            default -> codec.codecName() + "_cuvid";
        };
        AVCodec decoder = avcodec_find_decoder_by_name(decoderName);
        if (decoder == null || decoder.isNull()) {
            throw unsupported("this FFmpeg build has no " + decoderName);
        }
        context = new CodecContext(decoder, filter.parameters(), this::setUp, name);
        frame = av_frame_alloc();
        NativeObjects.opened();
        try {
            FfmpegErrors.allocated(frame, "a frame");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** For what FFmpeg's decoders or this GPU's cannot do. */
    VideoException unsupported(String reason) {
        return new VideoException(
                Code.UNSUPPORTED,
                "Cannot decode " + name + " on " + gpu + ": " + reason + ". Use device=auto or device=cpu.");
    }

    private void setUp(AVCodecContext fresh) {
        fresh.hw_device_ctx(FfmpegErrors.allocated(av_buffer_ref(gpu.device().hardware()), "a device"));
        fresh.pkt_timebase(timeBase);
        fresh.thread_count(1);
        // Their parser would hold four pictures back.
        fresh.flags(fresh.flags() | AV_CODEC_FLAG_LOW_DELAY);
        if (fresh.extradata() != null) {
            // The first packet brings what is of the stream; they would feed all of it.
            av_free(fresh.extradata());
            fresh.extradata((BytePointer) null).extradata_size(0);
        }
        // The hardware writes even sizes, and would scale an odd area to one: a column and a row more are taken.
        String crop = "0x" + -(height % 2) + "x0x" + -(width % 2);
        FfmpegErrors.check(av_opt_set(fresh.priv_data(), "crop", crop, 0), "Cannot decode " + name);
    }

    boolean isOpen() {
        return context.isOpen();
    }

    /** To be asked while it is open. */
    AVCodecContext context() {
        return context.open();
    }

    /**
     * Opens it.
     *
     * @param shownWidth pixels that are shown, where they may be odd
     * @param shownHeight pixels that are shown, where they may be odd
     * @throws VideoException UNSUPPORTED if that cannot be done for this stream, or another code if it cannot be for any
     */
    void open(int shownWidth, int shownHeight) {
        boolean wholeMacroblocks = codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC || codec == NvdecCodec.MPEG4;
        if (!wholeMacroblocks && (shownWidth % 2 != 0 || shownHeight % 2 != 0)) {
            // Of the others the coded size is told to be odd too, and has no room for the column or row more.
            throw unsupported("FFmpeg's " + decoderName + " scales pictures of odd sizes");
        }
        width = shownWidth;
        height = shownHeight;
        try {
            gpu.device().unbound(context::open);
        } catch (VideoException e) {
            if (e.code() == Code.LIMIT_EXCEEDED) {
                throw e;
            }
            gpu.device().check(cannot());
            throw unsupported("FFmpeg's " + decoderName + " does not open (" + e.getMessage() + ")");
        }
    }

    private String cannot() {
        return "Cannot decode " + name + " on " + gpu;
    }

    /** Feeds a packet; null: none follows. It is shut when that fails. */
    void send(AVPacket packet) {
        int result = avcodec_send_packet(context.open(), packet);
        if (result < 0 && result != AVERROR_EOF()) {
            throw failed(result);
        }
    }

    /** The next picture, valid until the next call; null if there is none. It is shut when that fails. */
    AVFrame receive() {
        av_frame_unref(frame);
        int result = avcodec_receive_frame(context.open(), frame);
        if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
            return null;
        }
        if (result < 0) {
            throw failed(result);
        }
        return frame;
    }

    /** What an error means: FFmpeg does not tell which one of the driver's it was. */
    private VideoException failed(int error) {
        Optional<String> reason = gpu.reasonAgainst(
                codec.codecName(), stated, context().coded_width(), context().coded_height());
        shut();
        gpu.device().check(cannot());
        if (reason.isPresent() || error == AVERROR_EINVAL()) {
            return unsupported(reason.orElse("FFmpeg's " + decoderName + " does not take what its headers say"));
        }
        if (error == AVERROR_EXTERNAL()) {
            return new VideoException(
                    Code.INTERNAL,
                    cannot() + ": the driver refused something to FFmpeg's " + decoderName
                            + ", which does not tell what. If little of the GPU's memory is free, now "
                            + (gpu.device().freeBytes() >> 20)
                            + " MiB, run fewer tasks on it; else please report it with the file.");
        }
        return FfmpegErrors.exception(error, cannot());
    }

    /** Ends the session on the GPU, and with it all that was fed. */
    void shut() {
        if (context.isOpen()) {
            av_frame_unref(frame);
            context.shut();
        }
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            shut();
            context.close();
            av_frame_free(frame);
            NativeObjects.closed();
        }
    }
}
