package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DecoderCapabilities;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.media.PixelFormat;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which streams a GPU decodes, as far as their containers tell. */
final class StreamLimits {
    /** What the parser is fed with as it wants it. */
    private static final Set<NvdecCodec> FED = EnumSet.of(
            NvdecCodec.H264,
            NvdecCodec.HEVC,
            NvdecCodec.VP8,
            NvdecCodec.VP9,
            NvdecCodec.AV1,
            NvdecCodec.MPEG1,
            NvdecCodec.MPEG2,
            NvdecCodec.MPEG4);

    private StreamLimits() {}

    /**
     * See {@link DecodingGpu#reasonAgainstProfile}. Of H.264 NVDEC knows the profiles Baseline, Main and High, and on later chips those of
     * 10 bits and 4:2:2 (Video Codec SDK, NVDEC programming guide, table of capabilities). Those of 4:4:4 may be lossless, also
     * in 4:2:0 (ITU-T H.264, A.2.6 and A.2.7: qpprime_y_zero_transform_bypass_flag).
     */
    static Optional<String> reasonAgainstProfile(String codec, String profile) {
        boolean mayBeLossless = codec.equals("h264") && profile != null && profile.contains("4:4:4");
        return mayBeLossless
                ? Optional.of("NVDEC does not know the profile " + profile + " of H.264")
                : Optional.empty();
    }

    /** See {@link DecodingGpu#reasonAgainst}. */
    static Optional<String> reasonAgainst(
            DecoderCapabilities decoders, String codec, PixelFormat format, int codedWidth, int codedHeight) {
        NvdecCodec known = NvdecCodec.named(codec).filter(FED::contains).orElse(null);
        if (known == null) {
            return Optional.of(codec + " is not decoded on GPUs here");
        }
        if (format == null) {
            return Optional.of("its pixel format is not known");
        }
        NvdecChroma chroma = StreamFormat.chroma(format);
        if (chroma == null || format.alpha()) {
            return Optional.of("its decoders have no surfaces for " + format.name());
        }
        return decoders.of(known, chroma, format.bitDepth()).reasonAgainst(codedWidth, codedHeight);
    }
}
