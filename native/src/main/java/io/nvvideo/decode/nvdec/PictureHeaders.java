package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.nvvideo.ffmpeg.PictureParser;
import io.nvvideo.media.FrameIndex;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** What packets say of their pictures, by FFmpeg's parser: NVDEC's does not tell P from B. */
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
        static final Header LOST =
                new Header(FrameIndex.NO_TIMESTAMP, FrameIndex.NO_TIMESTAMP, 0, false, PictureParser.UNKNOWN_TYPE);

        Header withType(String other) {
            return new Header(pts, dts, duration, keyFrame, other);
        }
    }

    private final boolean mayBePacked;

    private final PictureParser parser;

    PictureHeaders(AVCodecParameters parameters) {
        mayBePacked = parameters.codec_id() == AV_CODEC_ID_MPEG4;
        parser = new PictureParser(parameters);
    }

    Header of(AVPacket packet) {
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        return new Header(packet.pts(), packet.dts(), packet.duration(), key, parser.typeOf(packet));
    }

    /** The same when it is known which picture comes from the packet: of MPEG-4 in AVI it may be one of the packet before. */
    Header of(Header header, AVPacket filtered) {
        return mayBePacked ? header.withType(parser.typeOf(filtered)) : header;
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        parser.close();
    }
}
