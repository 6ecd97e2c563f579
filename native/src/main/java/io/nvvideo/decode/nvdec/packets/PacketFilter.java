package io.nvvideo.decode.nvdec.packets;

import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_flush;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_list_parse_str;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_make_writable;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.av_shrink_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.SentParameters;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.HeadedPacket;
import io.nvvideo.ffmpeg.NativeObjects;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Makes packets of a container into those of a stream that stands alone, as NVDEC's parser wants them: start codes in place of
 * lengths, the headers that the container keeps beside the packets, of HEVC's layers the first one, and AV1 without metadata.
 */
public final class PacketFilter implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final AVBSFContext filter = new AVBSFContext(null);
    private final AVPacket in;
    private final AVPacket out;
    private final NvdecCodec codec;
    /** What the container began with. */
    private final byte[] firstHeaders;

    private final UnitLengths firstLengths;
    private final SentParameters sent;
    private byte[] headers;
    /** Null for codecs whose units never have any. */
    private UnitLengths lengths;

    private final String what;
    private boolean closed;

    /**
     * @param what names the file in errors
     */
    public PacketFilter(NvdecCodec codec, AVCodecParameters parameters, String what) {
        this.codec = codec;
        this.what = what;
        in = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        out = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        NativeObjects.opened();
        String cannot = "Cannot take the packets of " + what + " out of their container";
        try {
            FfmpegErrors.check(av_bsf_list_parse_str(filters(codec), filter), cannot);
            FfmpegErrors.check(avcodec_parameters_copy(filter.par_in(), parameters), cannot);
            FfmpegErrors.check(av_bsf_init(filter), cannot);
            firstLengths = hasUnits() ? UnitLengths.of(codec, CodecData.extradata(parameters)) : null;
            firstHeaders = hasUnits() ? firstLengths.headers() : headers(parameters);
            sent = SentParameters.of(parameters.codec_id(), ByteBuffer.wrap(firstHeaders));
            begin();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private boolean hasUnits() {
        return codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC;
    }

    private void begin() {
        lengths = firstLengths;
        headers = firstHeaders;
    }

    private static String filters(NvdecCodec codec) {
        return switch (codec) {
            // AVI writers put a P-VOP and the B-VOP before it into one packet.
            case MPEG4 -> "mpeg4_unpack_bframes";
            // Metadata: of private kinds NVIDIA's parser copies it to memory that it has not (seen of driver 555).
            case AV1 -> "filter_units=remove_types=5";
            default -> "null";
        };
    }

    private byte[] headers(AVCodecParameters parameters) {
        return switch (codec) {
            case MPEG1, MPEG2, MPEG4 -> {
                ByteBuffer all = CodecData.extradata(filter.par_out());
                byte[] bytes = new byte[all.remaining()];
                all.duplicate().get(bytes);
                yield bytes;
            }
            case AV1 -> Av1Unit.sequenceHeaderOfConfiguration(CodecData.extradata(parameters));
            default -> NOTHING;
        };
    }

    /** What the stream is after it; valid until {@link #close}. */
    public AVCodecParameters parameters() {
        return filter.par_out();
    }

    /** What the container keeps for the decoder, where the packet is that was fed last; may be empty. */
    public byte[] headers() {
        return headers;
    }

    /** What a parser that has seen nothing yet needs before a packet that was {@linkplain #receive received}; may be empty. */
    public byte[] headersBefore(int number) {
        byte[] brought = sent.before(number);
        byte[] all = Arrays.copyOf(headers, headers.length + brought.length);
        System.arraycopy(brought, 0, all, headers.length, brought.length);
        return all;
    }

    /** The headers that a packet has brought are not to be believed: it cannot be decoded. */
    public void forget(int number) {
        sent.forget(number);
    }

    /**
     * Feeds a packet, which stays the caller's.
     *
     * @param number comes out as the time of what becomes of it
     * @throws io.nvvideo.VideoException CORRUPT if it is none
     */
    public void send(AVPacket packet, int number) {
        av_packet_unref(in);
        FfmpegErrors.check(av_packet_ref(in, packet), "Cannot copy a packet of " + what);
        in.pts(number).dts(number);
        if (hasUnits()) {
            byte[] changed = CodecData.newExtradata(in);
            if (changed != null) {
                lengths = UnitLengths.of(codec, ByteBuffer.wrap(changed));
                headers = lengths.headers();
            }
            lengths.replaceIn(in, what);
            HeadedPacket.prepend(changed == null ? NOTHING : headers, in, "Cannot copy a packet of " + what);
        }
        FfmpegErrors.check(av_bsf_send_packet(filter, in), "Cannot decode a packet of " + what);
    }

    /** Says that no packet follows. */
    public void sendEnd() {
        FfmpegErrors.check(av_bsf_send_packet(filter, null), "Cannot decode the end of " + what);
    }

    /**
     * The next packet, valid until the next call, and not empty; null if there is none before another one is fed.
     *
     * @throws io.nvvideo.VideoException CORRUPT if what was fed is no packet of this codec
     */
    public AVPacket receive() {
        do {
            av_packet_unref(out);
            int result = av_bsf_receive_packet(filter, out);
            if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
                return null;
            }
            FfmpegErrors.check(result, "Cannot decode a packet of " + what);
            if (codec == NvdecCodec.HEVC && out.size() > 0) {
                keepBaseLayer();
            }
            // A packet without bytes is one that ends the stream (nvcuvid.h), or nothing that the parser is said to
            // take.
        } while (out.size() <= 0);
        sent.see(null, CodecData.bytes(out.data(), out.size()), (int) out.pts());
        return out;
    }

    private void keepBaseLayer() {
        byte[] all = new byte[out.size()];
        out.data().get(all);
        byte[] kept = BaseLayer.of(all);
        if (kept != all) {
            FfmpegErrors.check(av_packet_make_writable(out), "Cannot copy a packet of " + what);
            out.data().put(kept);
            av_shrink_packet(out, kept.length);
        }
    }

    /** Forgets what was fed. */
    public void flush() {
        av_bsf_flush(filter);
        begin();
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            av_packet_free(in);
            av_packet_free(out);
            av_bsf_free(filter);
        }
    }
}
