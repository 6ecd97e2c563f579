package io.nvvideo.decode.nvdec;

import io.nvvideo.decode.Decoder;
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
     * A decoder for a stream that nothing known is against.
     *
     * @param name of the file, for errors
     */
    Decoder decoder(AVStream stream, StreamOptions options, String name);

    /** How many sessions are kept from now on while nobody uses them, where they can be kept. */
    void keepSessions(int count);
}
