package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.decode.Decoder;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.media.PixelFormat;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** A GPU and one of the ways to its decoders. */
public sealed interface DecodingGpu permits NvdecGpu, CuvidGpu {
    /**
     * Why a stream cannot be decoded here, as a clause; empty if nothing that is known of it is in the way.
     *
     * @param codec FFmpeg's name
     * @param format null if nothing tells it
     * @param codedWidth pixels
     * @param codedHeight pixels
     */
    Optional<String> reasonAgainst(String codec, PixelFormat format, int codedWidth, int codedHeight);

    /**
     * Why no GPU is given streams of a profile, as a clause: drivers tell what they decode by chroma format and depth alone, and
     * decode these to something else without an error. Empty if nothing is in the way.
     *
     * @param codec FFmpeg's name
     * @param profile FFmpeg's name; null if nothing tells it
     */
    static Optional<String> reasonAgainstProfile(String codec, String profile) {
        return StreamLimits.reasonAgainstProfile(codec, profile);
    }

    /**
     * A decoder for a stream that nothing known is against.
     *
     * @param name of the file, for errors
     */
    Decoder decoder(AVStream stream, StreamOptions options, String name);

    /** The codec of a stream; UNSUPPORTED is thrown if NVDEC has never known it. */
    static NvdecCodec codec(AVStream stream, DecodingGpu gpu, String name) {
        String codecName = Names.string(avcodec_get_name(stream.codecpar().codec_id()));
        return NvdecCodec.named(codecName)
                .orElseThrow(() -> new VideoException(
                        Code.UNSUPPORTED,
                        "Cannot decode " + name + " on " + gpu + ": NVDEC does not know " + codecName
                                + ". Use device=auto or device=cpu."));
    }

    /** How many sessions are kept from now on while nobody uses them, where they can be kept. */
    void keepSessions(int count);
}
