package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PictureParameters;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps from NVDEC's parser what ends the process, and from the decoder what the parser makes of damage. Seen of the parsers of
 * drivers 535 to 555, which believe their streams: a picture of VP8 that refers to one that never was is a null pointer; an index
 * of VP9's superframes, or a unit of AV1, whose size is too large is read beyond the packet; a packet of AV1 that shows a frame again
 * and then another one may be a null pointer; and a picture of AV1 may be told to have 4 GiB. {@link BaseLayer} keeps back what
 * HEVC's counts do.
 *
 * <p>What is left of AV1: the parser believes the sizes of tiles too, which stand behind all of a frame's header.
 */
final class ParserGuard {
    /** The first bits of a frame header (AV1 specification, 5.9.2). */
    private static final int SHOW_EXISTING_FRAME = 0x80;

    private static final int SHOW_FRAME = 0x10;

    private final NvdecCodec codec;
    private final String what;
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
            checkUnits(packet);
        }
        // Pictures of codecs with start codes may end in a later packet.
        fedBytes = codec.hasStartCodes() ? fedBytes + packet.limit() : packet.limit();
    }

    /** Units of the sizes that they claim, and in one packet (a temporal unit) nothing shown beside a frame that is shown again. */
    private void checkUnits(ByteBuffer packet) {
        List<Av1Unit> units = Av1Unit.split(packet);
        if (units.isEmpty()
                || units.get(units.size() - 1).end() != packet.limit()
                || !units.stream().allMatch(Av1Unit::whole)) {
            throw corrupt("the units of a packet are larger than the packet");
        }
        int again = 0;
        int shown = 0;
        for (Av1Unit unit : units) {
            boolean header = unit.type() == Av1Unit.FRAME_HEADER || unit.type() == Av1Unit.FRAME;
            if (header && !unit.extension() && unit.payload().limit() > 0) {
                int first = unit.payload().get(0);
                again += (first & SHOW_EXISTING_FRAME) != 0 ? 1 : 0;
                shown += (first & (SHOW_EXISTING_FRAME | SHOW_FRAME)) != 0 ? 1 : 0;
            }
        }
        if (again > 0 && shown > 1) {
            throw corrupt("a packet shows several frames");
        }
    }

    /** Headers were told, and no picture of theirs is decoded. */
    void sequence() {
        keyDecoded = false;
    }

    /**
     * Of a picture that is about to be decoded.
     *
     * @throws VideoException CORRUPT if it is not to be
     */
    void decode(PictureParameters picture) {
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
