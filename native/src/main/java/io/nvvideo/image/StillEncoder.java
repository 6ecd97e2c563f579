package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB48BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import io.nvvideo.ffmpeg.FfmpegErrors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One encoder session for still pictures of one size; both codecs code every picture by itself, so it serves any number. */
final class StillEncoder implements AutoCloseable {
    /** FF_COMPLIANCE_UNOFFICIAL: full range in {@code yuv420p}, which is what JFIF is. */
    private static final int UNOFFICIAL = -1;

    private static final int COARSEST = 31;

    private final String cannotWhat;
    private final int quality;
    private AVCodecContext context;
    private AVPacket packet;
    private long encoded;

    /** For {@code JPEG} ({@code yuv420p}, BT.601, full range) or {@code PNG} ({@code rgb24} or {@code rgb48be}). */
    StillEncoder(Output output, int width, int height, String what) {
        boolean jpeg = output.format() == FrameFormat.JPEG;
        cannotWhat = "Cannot encode " + what + " as " + (jpeg ? "jpeg" : "png");
        quality = quantiserScale(output.imageQuality()) * FF_QP2LAMBDA;
        try {
            AVCodec codec = FfmpegErrors.allocated(
                    avcodec_find_encoder(jpeg ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG), "an image encoder");
            context = FfmpegErrors.allocated(avcodec_alloc_context3(codec), "an image encoder");
            packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
            context.width(width).height(height).thread_count(1);
            context.time_base().num(1).den(1);
            context.color_range(AVCOL_RANGE_JPEG);
            if (jpeg) {
                context.pix_fmt(AV_PIX_FMT_YUV420P).colorspace(AVCOL_SPC_SMPTE170M);
                context.strict_std_compliance(UNOFFICIAL);
                context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
                context.global_quality(quality).qmin(1).qmax(COARSEST);
            } else {
                context.pix_fmt(output.bitDepth() == 16 ? AV_PIX_FMT_RGB48BE : AV_PIX_FMT_RGB24);
                context.colorspace(AVCOL_SPC_RGB);
            }
            ImageErrors.check(avcodec_open2(context, codec, (AVDictionary) null), cannotWhat);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * FFmpeg's quantiser scale for a quality of 1 to 100. libjpeg scales its tables by S/100 with S = 5000/quality below 50 and
     * 200 - 2 * quality from there; FFmpeg scales the matrix of MPEG-1, which is about 0.14 * S of libjpeg's.
     */
    static int quantiserScale(int imageQuality) {
        double libjpegScale = imageQuality < 50 ? 5000.0 / imageQuality : 200.0 - 2.0 * imageQuality;
        return (int) Math.max(1, Math.min(COARSEST, Math.round(0.14 * libjpegScale)));
    }

    /** The encoded picture, valid until the next call. */
    AVPacket encode(AVFrame frame) {
        av_packet_unref(packet);
        frame.pts(encoded++).quality(quality).color_range(AVCOL_RANGE_JPEG);
        frame.pict_type(AV_PICTURE_TYPE_NONE);
        ImageErrors.check(avcodec_send_frame(context, frame), cannotWhat);
        ImageErrors.check(avcodec_receive_packet(context, packet), cannotWhat);
        return packet;
    }

    @Override
    public void close() {
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
        }
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
    }
}
