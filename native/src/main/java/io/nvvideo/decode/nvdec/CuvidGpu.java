package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CuvidDevice;
import io.nvvideo.decode.Decoder;
import io.nvvideo.media.PixelFormat;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * A GPU by way of FFmpeg's own decoders for it, the second choice: they make a session for each stream and each place that is
 * jumped to, and keep none.
 */
public final class CuvidGpu implements DecodingGpu {
    /** cuviddec.c, {@code cuvid_handle_video_sequence}. */
    private static final Set<Integer> BIT_DEPTHS = Set.of(8, 10, 12);

    /**
     * A hidden frame keeps the time of its packet, and NVIDIA's parser then gives it to the next one that is shown; what VP9 shows
     * once more it leaves out (seen of the parsers of drivers 470 to 555).
     */
    private static final Set<String> HIDE_FRAMES = Set.of("vp8", "vp9");

    private final CuvidDevice device;

    private CuvidGpu(CuvidDevice device) {
        this.device = device;
    }

    /** That GPU; there is nothing else to share. */
    public static CuvidGpu of(CuvidDevice device) {
        return new CuvidGpu(device);
    }

    @Override
    public Optional<String> reasonAgainst(String codec, PixelFormat format, int codedWidth, int codedHeight) {
        Optional<String> reason =
                StreamLimits.reasonAgainst(device.decoderCapabilities(), codec, format, codedWidth, codedHeight);
        return reason.isPresent() ? reason : reasonAgainst(codec, format.bitDepth());
    }

    private static Optional<String> reasonAgainst(String codec, int bitDepth) {
        if (!BIT_DEPTHS.contains(bitDepth)) {
            return Optional.of("FFmpeg's *_cuvid decoders do not know " + bitDepth + " bits");
        }
        return HIDE_FRAMES.contains(codec)
                ? Optional.of("FFmpeg's *_cuvid decoders take frames of " + codec + " for others where some are hidden")
                : Optional.empty();
    }

    @Override
    public Decoder decoder(AVStream stream, StreamOptions options, String name) {
        return new CuvidDecoder(this, stream, name);
    }

    /** Nothing is kept. */
    @Override
    public void keepSessions(int count) {}

    /** Which GPU. */
    CuvidDevice device() {
        return device;
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
