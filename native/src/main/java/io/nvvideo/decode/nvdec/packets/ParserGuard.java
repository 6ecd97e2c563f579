package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.bitstream.Av1Frames;
import io.nvvideo.bitstream.InvalidHeader;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
import java.nio.ByteBuffer;

/**
 * Keeps from NVDEC's parser what ends the process, and from the decoder what the parser makes of damage. Seen of the parsers of
 * drivers 535 to 555, which believe their streams: a picture of VP8 that refers to one that never was is a null pointer; an index
 * of VP9's superframes, a unit or a tile of AV1, whose size is too large is read beyond the packet; a packet of AV1 that shows a frame
 * again and then another one may be a null pointer; a picture of AV1 may be told to have 4 GiB; and one of H.264 more macroblocks than the
 * sequence before it, which the hardware would write to. {@link BaseLayer} keeps back what HEVC's counts do.
 */
final class ParserGuard {
    private final NvdecCodec codec;
    private final String what;
    private final Av1Frames frames = new Av1Frames();
    /** Which a picture may have. */
    private long fedBytes;

    private boolean key;
    /** VP8: whether there is a picture that others may refer to. */
    private boolean keyDecoded;

    /**
     * @param what names the file in errors
     */
    ParserGuard(NvdecCodec codec, String what) {
        this.codec = codec;
        this.what = what;
    }

    /**
     * Of a packet that is about to be fed.
     *
     * @param beginsWithKey whether it refers to nothing
     * @throws VideoException CORRUPT if it is not to be
     */
    void feed(ByteBuffer packet, boolean beginsWithKey) {
        key = beginsWithKey;
        if (codec == NvdecCodec.VP8 && !key && !keyDecoded) {
            throw corrupt("no key frame was decoded that its pictures could refer to");
        }
        if (codec == NvdecCodec.VP9 && Vp9Frame.endsWithIndex(packet)) {
            throw corrupt("the frames of a packet are larger than the packet");
        }
        if (codec == NvdecCodec.AV1) {
            readFrames(packet);
        }
        // Pictures of codecs with start codes may end in a later packet.
        fedBytes = codec.hasStartCodes() ? fedBytes + packet.limit() : packet.limit();
    }

    private void readFrames(ByteBuffer packet) {
        try {
            frames.read(packet);
        } catch (InvalidHeader e) {
            throw corrupt(e.getMessage());
        }
    }

    /** Headers were told, and no picture of theirs is decoded. */
    void sequence() {
        keyDecoded = false;
    }

    /**
     * Of a picture that is about to be decoded.
     *
     * @param headers that the session is set to; null if none were told
     * @throws VideoException CORRUPT if it is not to be
     */
    void decode(PictureParameters picture, VideoSequence headers) {
        if (headers != null && picture.exceeds(headers)) {
            throw corrupt("a picture is larger than the headers before it say");
        }
        if (picture.bytes() > fedBytes) {
            throw corrupt("a picture has more bytes than its packets");
        }
    }

    /** The driver has taken a picture. */
    void decoded() {
        keyDecoded |= key;
    }

    /** The parser is a new one. */
    void clear() {
        frames.clear();
        fedBytes = 0;
        key = false;
        keyDecoded = false;
    }

    private VideoException corrupt(String why) {
        return new VideoException(
                Code.CORRUPT,
                "Cannot decode " + what + ": " + why
                        + ". The packet is damaged; option mode=PERMISSIVE reads what can be" + " read.");
    }
}
