package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;

import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Looks into the headers of compressed pictures, by FFmpeg's parsers; decodes nothing. */
final class PictureParser implements AutoCloseable {
    /** What a packet holds: a whole frame or one field. */
    enum Structure {
        FRAME,
        TOP_FIELD,
        BOTTOM_FIELD
    }

    /**
     * What the headers say.
     *
     * @param outputOrder picture order count within the coded video sequence; 0 where the codec has none
     * @param bidirectional whether it is a B picture
     * @param hidden whether the codec never shows it
     */
    record Picture(Structure structure, int outputOrder, boolean bidirectional, boolean hidden) {
        static final Picture PLAIN = new Picture(Structure.FRAME, 0, false, false);
    }

    private final int codecId;
    private final AVCodecContext context;
    private final AVCodecParserContext parser;
    private final PointerPointer<BytePointer> output = new PointerPointer<>(1);
    private final IntPointer outputSize = new IntPointer(1);
    private boolean closed;

    PictureParser(AVCodecParameters parameters) {
        codecId = parameters.codec_id();
        parser = av_parser_init(codecId);
        context = FfmpegErrors.allocated(avcodec_alloc_context3((AVCodec) null), "a parser");
        NativeObjects.opened();
        avcodec_parameters_to_context(context, parameters);
        if (parser != null && !parser.isNull()) {
            parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
        }
    }

    Picture parse(AVPacket packet) {
        if (packet.size() == 0) {
            return Picture.PLAIN;
        }
        if (codecId == AV_CODEC_ID_VP8) {
            // RFC 6386, 9.1: bit 4 of the frame tag is show_frame.
            boolean shown = (packet.data().get(0) >> 4 & 1) != 0;
            return new Picture(Structure.FRAME, 0, false, !shown);
        }
        if (parser == null || parser.isNull()) {
            return Picture.PLAIN;
        }
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
        Structure structure =
                switch (parser.picture_structure()) {
                    case org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_TOP_FIELD -> Structure.TOP_FIELD;
                    case org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_BOTTOM_FIELD -> Structure.BOTTOM_FIELD;
                    default -> Structure.FRAME;
                };
        return new Picture(
                structure, parser.output_picture_number(), parser.pict_type() == avutil.AV_PICTURE_TYPE_B, false);
    }

    /** The same for bytes that are no packet's, or not all of it. */
    Picture parse(ByteBuffer bytes) {
        AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            FfmpegErrors.check(av_new_packet(packet, bytes.limit()), "Cannot parse the beginning of a packet");
            CodecData.bytes(packet.data(), bytes.limit()).put(bytes.duplicate());
            return parse(packet);
        } finally {
            av_packet_free(packet);
        }
    }

    /** FFmpeg's number of the pixel format; AV_PIX_FMT_NONE if the parser does not tell. */
    int pixelFormat() {
        return parser == null || parser.isNull() ? avutil.AV_PIX_FMT_NONE : parser.format();
    }

    /** Width of the coded picture before cropping, as the last parsed packet says; 0 if the parser does not tell. */
    int codedWidth() {
        return parser == null || parser.isNull() ? 0 : parser.coded_width();
    }

    /** Height of the coded picture before cropping; 0 if the parser does not tell. */
    int codedHeight() {
        return parser == null || parser.isNull() ? 0 : parser.coded_height();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (parser != null && !parser.isNull()) {
            av_parser_close(parser);
        }
        avcodec_free_context(context);
        NativeObjects.closed();
        output.close();
        outputSize.close();
    }
}
