package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_TOP_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_B;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_get_picture_type_char;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Looks into the headers of compressed pictures, by FFmpeg's parsers; decodes nothing. */
public final class PictureParser implements AutoCloseable {
    /** What a packet holds: a whole frame or one field. */
    public enum Structure {
        /** A frame. */
        FRAME,
        /** The field of the first line. */
        TOP_FIELD,
        /** The field of the second line. */
        BOTTOM_FIELD
    }

    /**
     * What the headers say.
     *
     * @param structure frame or field
     * @param outputOrder picture order count within the coded video sequence; 0 where the codec has none
     * @param bidirectional whether it is a B picture
     * @param hidden whether the codec never shows it
     */
    public record Picture(Structure structure, int outputOrder, boolean bidirectional, boolean hidden) {
        /** Of which the headers say nothing. */
        public static final Picture PLAIN = new Picture(Structure.FRAME, 0, false, false);
    }

    /** What {@link #typeOf} gives where the headers do not tell. */
    public static final String UNKNOWN_TYPE = "?";

    private final int codecId;
    private final AVCodecContext context;
    /** Null for a codec that FFmpeg has no parser of. */
    private final AVCodecParserContext parser;

    private final PointerPointer<BytePointer> output = new PointerPointer<>(1);
    private final IntPointer outputSize = new IntPointer(1);
    private boolean closed;

    /** For the packets of one stream, one after the other. */
    public PictureParser(AVCodecParameters parameters) {
        codecId = parameters.codec_id();
        AVCodecParserContext found = av_parser_init(codecId);
        parser = found == null || found.isNull() ? null : found;
        context = FfmpegErrors.allocated(avcodec_alloc_context3((AVCodec) null), "a parser");
        NativeObjects.opened();
        avcodec_parameters_to_context(context, parameters);
        if (parser != null) {
            parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
        }
    }

    /** What a packet says of its picture. */
    public Picture parse(AVPacket packet) {
        if (packet.size() > 0 && codecId == AV_CODEC_ID_VP8) {
            // RFC 6386, 9.1: bit 4 of the frame tag is show_frame.
            boolean shown = (packet.data().get(0) >> 4 & 1) != 0;
            return new Picture(Structure.FRAME, 0, false, !shown);
        }
        if (!look(packet)) {
            return Picture.PLAIN;
        }
        Structure structure =
                switch (parser.picture_structure()) {
                    case AV_PICTURE_STRUCTURE_TOP_FIELD -> Structure.TOP_FIELD;
                    case AV_PICTURE_STRUCTURE_BOTTOM_FIELD -> Structure.BOTTOM_FIELD;
                    default -> Structure.FRAME;
                };
        return new Picture(structure, parser.output_picture_number(), parser.pict_type() == AV_PICTURE_TYPE_B, false);
    }

    /** The same for bytes that are no packet's, or not all of it. */
    public Picture parse(ByteBuffer bytes) {
        AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            FfmpegErrors.check(av_new_packet(packet, bytes.limit()), "Cannot parse the beginning of a packet");
            CodecData.bytes(packet.data(), bytes.limit()).put(bytes.duplicate());
            return parse(packet);
        } finally {
            av_packet_free(packet);
        }
    }

    /** The type of a packet's picture as FFmpeg's decoders tell it: {@code I}, {@code P}, {@code B}, …, or {@code ?}. */
    public String typeOf(AVPacket packet) {
        return look(packet) ? String.valueOf((char) av_get_picture_type_char(parser.pict_type())) : UNKNOWN_TYPE;
    }

    /** False if there is nothing to look at, or nobody who could. */
    private boolean look(AVPacket packet) {
        if (parser == null || packet.size() == 0) {
            return false;
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
        return true;
    }

    /** FFmpeg's number of the pixel format; AV_PIX_FMT_NONE if the parser does not tell. */
    public int pixelFormat() {
        return parser == null ? AV_PIX_FMT_NONE : parser.format();
    }

    /** Width of the coded picture before cropping, as the last parsed packet says; 0 if the parser does not tell. */
    public int codedWidth() {
        return parser == null ? 0 : parser.coded_width();
    }

    /** Height of the coded picture before cropping; 0 if the parser does not tell. */
    public int codedHeight() {
        return parser == null ? 0 : parser.coded_height();
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (parser != null) {
            av_parser_close(parser);
        }
        avcodec_free_context(context);
        NativeObjects.closed();
        output.close();
        outputSize.close();
    }
}
