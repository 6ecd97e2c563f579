package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a packet says of the sequence that its picture belongs to. Where it differs from what was said before, a decoder has to
 * begin anew. Pure.
 *
 * @param headers the bytes that say it, in hexadecimal digits
 * @param width pixels that are shown; 0 if it is not looked for
 * @param height pixels that are shown; 0 if it is not looked for
 */
record SequenceMark(String headers, int width, int height) {

    /**
     * Where NAL units say what they are, and which are which (ITU-T H.264, table 7-1; H.265, table 7-1).
     */
    private record NalTypes(
            int shift,
            int mask,
            int firstSlice,
            int lastSlice,
            int sequenceSet,
            int firstBeginning,
            int lastBeginning) {}

    private static final NalTypes H264_NAL = new NalTypes(0, 0x1f, 1, 5, 7, 5, 5);
    private static final NalTypes HEVC_NAL = new NalTypes(1, 0x3f, 0, 31, 33, 16, 23);

    /** Of a packet with start codes; null if it says nothing. To be asked of bytes in big-endian order. */
    static SequenceMark of(NvdecCodec codec, ByteBuffer packet) {
        return switch (codec) {
            case H264 -> ofNalUnits(packet, H264_NAL);
            case HEVC -> ofNalUnits(packet, HEVC_NAL);
            case MPEG1, MPEG2 -> ofMpeg(packet);
            case MPEG4 -> ofMpeg4(packet);
            case VP8 -> ofVp8(packet);
            case VP9 -> ofVp9(packet);
            case AV1 -> ofAv1(packet);
            default -> null;
        };
    }

    /** All sequence parameter sets, alone or before a picture that others may begin with. */
    private static SequenceMark ofNalUnits(ByteBuffer packet, NalTypes types) {
        StringBuilder sets = new StringBuilder();
        for (int at = StartCodes.next(packet, 0); at + 3 < packet.limit(); ) {
            int type = packet.get(at + 3) >> types.shift() & types.mask();
            if (type >= types.firstSlice() && type <= types.lastSlice()) {
                boolean begins = type >= types.firstBeginning() && type <= types.lastBeginning();
                return begins && !sets.isEmpty() ? new SequenceMark(sets.toString(), 0, 0) : null;
            }
            int next = StartCodes.next(packet, at + 3);
            if (type == types.sequenceSet()) {
                sets.append(hex(packet, at + 3, next));
            }
            at = next;
        }
        return sets.isEmpty() ? null : new SequenceMark(sets.toString(), 0, 0);
    }

    /** The size alone: quantisers may change between sequence headers (ISO/IEC 13818-2, 6.2.2.1). */
    private static SequenceMark ofMpeg(ByteBuffer packet) {
        int at = startCodeOf(packet, 0xb3, 0xb3);
        if (at + 7 > packet.limit()) {
            return null;
        }
        int size = packet.getInt(at + 3) & 0xffffff;
        return new SequenceMark("", size >>> 12, size & 0xfff);
    }

    /** Video object layer (ISO/IEC 14496-2, 6.2.3). */
    private static SequenceMark ofMpeg4(ByteBuffer packet) {
        int at = startCodeOf(packet, 0x20, 0x2f);
        return at + 4 > packet.limit()
                ? null
                : new SequenceMark(hex(packet, at + 4, StartCodes.next(packet, at + 4)), 0, 0);
    }

    /** RFC 6386, 9.1. */
    private static SequenceMark ofVp8(ByteBuffer packet) {
        if (packet.limit() < 10 || (packet.get(0) & 1) != 0) {
            return null;
        }
        int width = (packet.get(6) & 0xff) | (packet.get(7) & 0x3f) << 8;
        int height = (packet.get(8) & 0xff) | (packet.get(9) & 0x3f) << 8;
        return new SequenceMark(hex(packet, 6, 10), width, height);
    }

    /** A key frame's profile and size. */
    private static SequenceMark ofVp9(ByteBuffer packet) {
        Vp9Frame frame = Vp9Frame.read(packet);
        return frame == null || !frame.key()
                ? null
                : new SequenceMark(
                        frame.profile() + ":" + frame.width() + "x" + frame.height(), frame.width(), frame.height());
    }

    /** The sequence header OBU (AV1 specification, 5.3 and 5.5). */
    private static SequenceMark ofAv1(ByteBuffer packet) {
        return Av1Unit.split(packet).stream()
                .filter(unit -> unit.type() == Av1Unit.SEQUENCE_HEADER && unit.whole())
                .findFirst()
                .map(Av1Unit::payload)
                .map(header -> new SequenceMark(hex(header, header.position(), header.limit()), 0, 0))
                .orElse(null);
    }

    private static int startCodeOf(ByteBuffer packet, int first, int last) {
        int at = StartCodes.next(packet, 0);
        while (at + 3 < packet.limit()) {
            int code = packet.get(at + 3) & 0xff;
            if (code >= first && code <= last) {
                return at;
            }
            at = StartCodes.next(packet, at + 3);
        }
        return packet.limit();
    }

    /** Without zeros at the end, which belong to the next start code. */
    private static String hex(ByteBuffer packet, int from, int to) {
        int end = to;
        while (end > from && packet.get(end - 1) == 0) {
            end--;
        }
        byte[] bytes = new byte[end - from];
        packet.get(from, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
