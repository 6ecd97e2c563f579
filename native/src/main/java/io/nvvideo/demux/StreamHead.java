package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;

import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.HevcUnits;
import io.nvvideo.bitstream.InvalidHeader;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.PictureParser;
import io.nvvideo.media.Rational;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * What a stream says of itself in its own syntax: in what the container keeps for the decoder, and in its first packet up to
 * the first picture.
 *
 * @param codedWidth 0 if it does not tell
 * @param codedHeight 0 if it does not tell
 * @param pixelFormat FFmpeg's number; AV_PIX_FMT_NONE if it does not tell
 * @param sampleAspectRatio of AV1; null if it does not tell
 * @param hdr of H.264, HEVC and AV1
 * @param reachesPicture whether all that stands before the first picture was there to be read
 */
record StreamHead(
        int codedWidth,
        int codedHeight,
        int pixelFormat,
        Rational sampleAspectRatio,
        StaticHdr hdr,
        boolean reachesPicture) {
    private static final StreamHead UNKNOWN = new StreamHead(0, 0, AV_PIX_FMT_NONE, null, StaticHdr.NONE, false);

    /**
     * Reads a stream's.
     *
     * @param first its first packet; null if there is none
     * @param maxBytes how much of the packet is there; the rest is not looked at
     */
    static StreamHead read(AVCodecParameters codec, AVPacket first, int maxBytes) {
        ByteBuffer extradata = CodecData.extradata(codec);
        ByteBuffer head = first == null
                ? ByteBuffer.allocate(0)
                : CodecData.bytes(first.data(), Math.min(first.size(), maxBytes));
        return switch (codec.codec_id()) {
            case AV_CODEC_ID_H264 -> ofNalUnits(codec, CodecConfiguration.ofH264(extradata), head, 1);
            case AV_CODEC_ID_HEVC -> ofNalUnits(codec, CodecConfiguration.ofHevc(extradata), head, 2);
            case AV_CODEC_ID_AV1 -> ofAv1(codec, extradata, head);
            default -> UNKNOWN.parsed(codec, head, true);
        };
    }

    private StreamHead parsed(AVCodecParameters codec, ByteBuffer head, boolean reaches) {
        if (head.limit() == 0) {
            return new StreamHead(0, 0, AV_PIX_FMT_NONE, sampleAspectRatio, hdr, reaches);
        }
        try (PictureParser parser = new PictureParser(codec)) {
            parser.parse(head);
            return new StreamHead(
                    parser.codedWidth(), parser.codedHeight(), parser.pixelFormat(), sampleAspectRatio, hdr, reaches);
        }
    }

    private static StreamHead ofNalUnits(
            AVCodecParameters codec, CodecConfiguration configuration, ByteBuffer head, int headerBytes) {
        boolean hevc = headerBytes == 2;
        List<ByteBuffer> units = NalUnits.splitCutOff(head, configuration.lengthSize());
        StaticHdr found = StaticHdr.NONE;
        boolean reaches = false;
        for (ByteBuffer unit : units) {
            int type = hevc ? unit.get(0) >> 1 & 0x3f : unit.get(0) & 0x1f;
            if (hevc ? type < HevcUnits.FIRST_NO_PICTURE : type >= H264Units.SLICE && type <= H264Units.SLICE_IDR) {
                reaches = true;
                break;
            }
            found = type == (hevc ? HevcUnits.SEI_PREFIX : H264Units.SEI)
                    ? found.or(StaticHdr.ofSei(unit, headerBytes))
                    : found;
        }
        for (ByteBuffer unit : configuration.units()) {
            int type = hevc ? unit.get(0) >> 1 & 0x3f : unit.get(0) & 0x1f;
            found = type == (hevc ? HevcUnits.SEI_PREFIX : H264Units.SEI)
                    ? found.or(StaticHdr.ofSei(unit, headerBytes))
                    : found;
        }
        // A parser wants lengths that are true.
        ByteBuffer sound = configuration.lengthSize() == NalUnits.START_CODES
                ? head
                : NalUnits.join(units, configuration.lengthSize());
        return new StreamHead(0, 0, AV_PIX_FMT_NONE, null, found, false).parsed(codec, sound, reaches);
    }

    private static StreamHead ofAv1(AVCodecParameters codec, ByteBuffer extradata, ByteBuffer head) {
        Av1SequenceHeader sequence = null;
        StaticHdr found = StaticHdr.NONE;
        for (Av1Unit unit : Av1Unit.ofConfiguration(extradata)) {
            sequence = unit.type() == Av1Unit.SEQUENCE_HEADER ? sequence(unit) : sequence;
            found = unit.type() == Av1Unit.METADATA ? found.or(StaticHdr.ofMetadata(unit.payload())) : found;
        }
        Rational ratio = null;
        boolean reaches = false;
        // A parser takes no unit that is cut off.
        int sound = 0;
        for (Av1Unit unit : Av1Unit.split(head)) {
            sound = unit.whole() ? unit.end() : sound;
            if (unit.type() == Av1Unit.SEQUENCE_HEADER) {
                sequence = sequence(unit);
            } else if (unit.type() == Av1Unit.METADATA && !reaches) {
                found = StaticHdr.ofMetadata(unit.payload()).or(found);
            } else if (unit.type() == Av1Unit.FRAME || unit.type() == Av1Unit.FRAME_HEADER) {
                ratio = reaches ? ratio : Av1RenderSize.sampleAspectRatio(sequence, unit);
                reaches = true;
            }
        }
        return new StreamHead(0, 0, AV_PIX_FMT_NONE, ratio, found, false)
                .parsed(codec, head.duplicate().limit(sound), reaches);
    }

    private static Av1SequenceHeader sequence(Av1Unit unit) {
        try {
            return Av1SequenceHeader.read(unit.bytes(Integer.MAX_VALUE));
        } catch (InvalidHeader e) {
            return null;
        }
    }
}
