package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VVC;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.H264SequenceParameters;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.media.AudioStream;
import io.nvvideo.media.VideoStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** Where the beginning of a stream is not enough to say what reading all of its first pictures would. */
final class HeadDoubt {
    private HeadDoubt() {}

    /** Whether anything about a video stream is in doubt. */
    static boolean isAbout(AVCodecParameters codec, VideoStream stream, StreamHead head) {
        if (stream.attachedPicture()) {
            // Covers are part of the header.
            return false;
        }
        if (stream.decodable() && (stream.pixelFormat() == null || stream.width() <= 0 || stream.height() <= 0)) {
            return true;
        }
        return switch (codec.codec_id()) {
            case AV_CODEC_ID_H264 -> !head.reachesPicture() || head.codedWidth() == 0 || mayReorderUntold(codec);
            case AV_CODEC_ID_HEVC -> !head.reachesPicture() || head.codedWidth() == 0;
            case AV_CODEC_ID_VVC -> head.codedWidth() == 0;
            // Parsers take RGB for YUV.
            case AV_CODEC_ID_AV1 ->
                !head.reachesPicture()
                        || stream.sampleAspectRatio() == null
                        || "gbr".equals(stream.colour().space());
            default -> false;
        };
    }

    /** Whether anything about an audio stream is in doubt. */
    static boolean isAbout(AVCodecParameters codec, AudioStream stream) {
        AVCodec decoder = avcodec_find_decoder(codec.codec_id());
        boolean decodable = decoder != null && !decoder.isNull();
        return decodable && (stream.sampleRate() == null || stream.channels() == null || stream.sampleFormat() == null);
    }

    /** Where H.264 does not tell how many pictures are reordered, FFmpeg looks at as many as twenty. */
    private static boolean mayReorderUntold(AVCodecParameters codec) {
        return codec.video_delay() == 0 && !HeaderStreams.neverReorders(codec) && !tellsReordering(codec);
    }

    private static boolean tellsReordering(AVCodecParameters codec) {
        List<ByteBuffer> sequences = CodecConfiguration.ofH264(CodecData.extradata(codec)).units().stream()
                .filter(unit -> (unit.get(0) & 0x1f) == H264Units.SEQUENCE_PARAMETERS)
                .toList();
        try {
            return !sequences.isEmpty()
                    && sequences.stream()
                            .allMatch(unit -> H264SequenceParameters.read(unit).tellsReordering());
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }
}
