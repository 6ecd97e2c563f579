package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.av_get_picture_type_char;

import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.media.FrameIndex;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** What the bytes of packets say of their pictures, by FFmpeg's parser: NVDEC's does not tell P from B. */
final class PictureHeaders implements AutoCloseable {
    /**
     * Of the picture of a packet.
     *
     * @param pts in ticks of the stream, or {@code FrameIndex.NO_TIMESTAMP}
     * @param dts in ticks of the stream, or {@code FrameIndex.NO_TIMESTAMP}
     * @param duration in ticks, 0 if unknown
     * @param type {@code I}, {@code P}, {@code B}, … as FFmpeg's decoders tell it
     */
    record Header(long pts, long dts, long duration, boolean keyFrame, String type) {
        /** Of a picture that the decoder cannot tell the packet of. */
        static final Header LOST = new Header(FrameIndex.NO_TIMESTAMP, FrameIndex.NO_TIMESTAMP, 0, false, "?");
    }

    private final AVCodecContext context;
    private final AVCodecParserContext parser;
    private final PointerPointer<BytePointer> output = new PointerPointer<>(1);
    private final IntPointer outputSize = new IntPointer(1);
    private boolean closed;

    PictureHeaders(AVCodecParameters parameters) {
        parser = av_parser_init(parameters.codec_id());
        context = FfmpegErrors.allocated(avcodec_alloc_context3((AVCodec) null), "a parser");
        NativeObjects.opened();
        avcodec_parameters_to_context(context, parameters);
        if (hasParser()) {
            parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
        }
    }

    private boolean hasParser() {
        return parser != null && !parser.isNull();
    }

    Header of(AVPacket packet) {
        String type = "?";
        if (hasParser() && packet.size() > 0) {
            av_parser_parse2(
                    parser,
                    context,
                    output,
                    outputSize,
                    packet.data(),
                    packet.size(),
                    packet.pts(),
                    packet.dts(),
                    packet.pos());
            type = String.valueOf((char) av_get_picture_type_char(parser.pict_type()));
        }
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        return new Header(packet.pts(), packet.dts(), packet.duration(), key, type);
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (hasParser()) {
            av_parser_close(parser);
        }
        avcodec_free_context(context);
        NativeObjects.closed();
        output.close();
        outputSize.close();
    }
}
