package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PARAM_CHANGE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;

import io.nvvideo.ffmpeg.CodecData;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Tells which packets of a stream no other packet needs. By their bytes, because no container says it and indices are made
 * without them; not by FFmpeg's {@code skip_frame}, which libaom ignores and which is not the same in every decoder.
 *
 * <p>VP8 and VP9 have no such packets, even where a frame refreshes no reference: what it did to the probabilities stays
 * (RFC 6386, 19.2: refresh_entropy_probs; VP9 bitstream specification, 7.2: refresh_frame_context), and VP9 predicts motion
 * vectors from the frame decoded before (UsePrevFrameMvs). Of codecs that are not known here every packet is needed.
 *
 * <p>What is kept for whom ({@link #kept}) is read of HEVC alone. H.264 says as much in its reference lists, but in streams of
 * x264 every reference picture is in the lists of the next P picture, and decoders fill the gap that a reference picture
 * leaves in frame_num (7.4.3) with a made-up one. AV1 says it in ref_frame_idx; of its temporal units, which are fed as a whole,
 * that rules out one in fifty of the frames (SVT-AV1, 16 frames a group): the first unit of a group holds most of its references.
 */
public final class ReferenceReader {
    private final int codecId;
    private ReferenceRule rule;

    /** For one stream and one decoder, which sees all packets but those that are called disposable here. */
    public ReferenceReader(AVCodecParameters parameters) {
        codecId = parameters.codec_id();
        rule = rule(CodecData.extradata(parameters));
    }

    /** Whether every packet of the codec is decoded without any other, if it is a key frame. */
    public boolean isIntraOnly() {
        AVCodecDescriptor descriptor = avcodec_descriptor_get(codecId);
        return descriptor != null && !descriptor.isNull() && (descriptor.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
    }

    /** Whether any packet of the stream can be told to be disposable. */
    public boolean canTell() {
        return rule != ReferenceRule.ALL_ARE_REFERENCES;
    }

    /** Whether a packet can be left out without any change to the pictures of all others. False in doubt. */
    public boolean isDisposable(AVPacket packet) {
        if (!canTell() || packet.size() == 0) {
            return false;
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer extradata = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
            if (extradata != null && !extradata.isNull()) {
                rule = rule(CodecData.bytes(extradata, (int) size.get()));
                return false;
            }
            if (has(packet, AV_PKT_DATA_PARAM_CHANGE)) {
                return false;
            }
        }
        return rule.isDisposable(CodecData.bytes(packet.data(), packet.size()));
    }

    /** Whether packets of the stream tell which pictures before them are still of use, so that looking ahead pays. */
    public boolean tellsKept() {
        return rule.tellsKept();
    }

    /** Which pictures the one in a packet keeps; null if that cannot be told. To be asked right after {@link #isDisposable}. */
    public KeptPictures kept(AVPacket packet) {
        boolean changesStream = has(packet, AV_PKT_DATA_NEW_EXTRADATA) || has(packet, AV_PKT_DATA_PARAM_CHANGE);
        return packet.size() == 0 || changesStream ? null : rule.kept(CodecData.bytes(packet.data(), packet.size()));
    }

    private static boolean has(AVPacket packet, int sideData) {
        BytePointer data = av_packet_get_side_data(packet, sideData, (SizeTPointer) null);
        return data != null && !data.isNull();
    }

    /** Decoding begins again, with a decoder that has seen nothing. */
    public void restart() {
        rule.restart();
    }

    /** Whether the decoder measures pictures by the first B-VOP that it sees (see {@link Mpeg4ReferenceRule}). */
    public boolean needsFirstDistance() {
        return rule instanceof Mpeg4ReferenceRule mpeg4 && mpeg4.isInterlaced();
    }

    /**
     * Whether a picture that is shown before the key frame that decoding begins with must not be fed. Its other reference is
     * not there; FFmpeg's MPEG-4 decoder notices that only after it has taken the distance of fields from it (see {@link
     * Mpeg4ReferenceRule}), measured to whatever it knows of the picture before, and then drops every interlaced B-VOP that
     * follows.
     */
    public boolean misleads(AVPacket packet) {
        return needsFirstDistance()
                && packet.size() > 0
                && Mpeg4ReferenceRule.isBidirectional(CodecData.bytes(packet.data(), packet.size()));
    }

    private ReferenceRule rule(ByteBuffer extradata) {
        return switch (codecId) {
            case AV_CODEC_ID_H264 -> new H264ReferenceRule(extradata);
            case AV_CODEC_ID_HEVC -> new HevcReferenceRule(extradata);
            case AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO -> new MpegReferenceRule();
            case AV_CODEC_ID_MPEG4 -> new Mpeg4ReferenceRule(extradata);
            case AV_CODEC_ID_AV1 -> new Av1ReferenceRule(extradata);
            default -> ReferenceRule.ALL_ARE_REFERENCES;
        };
    }
}
