package io.nvvideo.decode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The parameter sets that packets of H.264 and HEVC have brought along: a stream need not send them again (Rec. ITU-T H.264 and
 * H.265, 7.4.1.2.1 and 7.4.2.4.2), so a decoder that is opened in its middle has to be told of them. Pure.
 */
final class SentParameters {
    private static final int START_CODES = 0;
    /** More distinct ones than streams use at a time; damaged ones may have any number. */
    private static final int MAX_SETS = 64;

    /** What comes first refers to nothing. */
    private enum Kind {
        VIDEO,
        SEQUENCE,
        PICTURE
    }

    private enum Codec {
        H264,
        HEVC,
        OTHER
    }

    private record Set(Kind kind, ByteBuffer unit) {}

    private record Extradata(int packet, byte[] bytes) {}

    private final Codec codec;
    private final int firstLengthSize;
    private int lengthSize;
    /** With the number of the packet that was the first to have it; in the order in which they were last seen. */
    private final Map<Set, Integer> sets = new LinkedHashMap<>();
    /** What the container kept anew for the decoder, ascending. */
    private final List<Extradata> changes = new ArrayList<>();

    private SentParameters(Codec codec, ByteBuffer extradata) {
        this.codec = codec;
        this.firstLengthSize = lengthSize(extradata);
        this.lengthSize = firstLengthSize;
    }

    /**
     * Of a stream.
     *
     * @param codecId FFmpeg's {@code AV_CODEC_ID_*}
     * @param extradata what the container keeps for the decoder; tells how units are told apart in packets (ISO/IEC 14496-15,
     *     5.3.3.1.2 and 8.3.3.1.2)
     */
    static SentParameters of(int codecId, ByteBuffer extradata) {
        Codec codec =
                switch (codecId) {
                    case AV_CODEC_ID_H264 -> Codec.H264;
                    case AV_CODEC_ID_HEVC -> Codec.HEVC;
                    default -> Codec.OTHER;
                };
        return new SentParameters(codec, extradata);
    }

    private int lengthSize(ByteBuffer extradata) {
        int at = codec == Codec.HEVC ? 21 : 4;
        boolean record = extradata.limit() > at + 1 && extradata.get(0) == 1;
        return record ? (extradata.get(at) & 3) + 1 : START_CODES;
    }

    /** Looks at what comes with a packet in place of what the container kept so far. */
    void see(byte[] extradata, int number) {
        lengthSize = lengthSize(ByteBuffer.wrap(extradata));
        changes.removeIf(change -> change.packet >= number);
        changes.add(new Extradata(number, extradata));
    }

    /** Looks at a packet that is given to the decoder. */
    void see(ByteBuffer packet, int number) {
        int at = codec == Codec.OTHER ? -1 : begin(packet, 0);
        while (at >= 0 && at < packet.limit()) {
            int type = codec == Codec.HEVC ? packet.get(at) >> 1 & 0x3f : packet.get(at) & 0x1f;
            if (isPicture(type)) {
                // Parameter sets come before the picture (7.4.1.2.3 and 7.4.2.4.4).
                return;
            }
            int end = end(packet, at);
            if (end <= at) {
                return;
            }
            Kind kind = kind(type);
            if (kind != null) {
                add(kind, packet, at, end, number);
            }
            at = begin(packet, end);
        }
    }

    private boolean isPicture(int type) {
        return codec == Codec.HEVC ? type < 32 : type >= 1 && type <= 5;
    }

    private Kind kind(int type) {
        if (codec == Codec.HEVC) {
            return switch (type) {
                case 32 -> Kind.VIDEO;
                case 33 -> Kind.SEQUENCE;
                case 34 -> Kind.PICTURE;
                default -> null;
            };
        }
        return switch (type) {
            case 7 -> Kind.SEQUENCE;
            case 8 -> Kind.PICTURE;
            default -> null;
        };
    }

    private void add(Kind kind, ByteBuffer packet, int from, int to, int number) {
        byte[] unit = new byte[to - from];
        packet.duplicate().position(from).get(unit);
        Set set = new Set(kind, ByteBuffer.wrap(unit));
        Integer first = sets.remove(set);
        if (sets.size() >= MAX_SETS) {
            sets.remove(sets.keySet().iterator().next());
        }
        sets.put(set, first == null ? number : first);
    }

    /** Where the next unit begins; negative if there is none. */
    private int begin(ByteBuffer packet, int from) {
        if (lengthSize != START_CODES) {
            return from + lengthSize <= packet.limit() ? from + lengthSize : -1;
        }
        int code = startCode(packet, from);
        return code < 0 ? -1 : code + 3;
    }

    /** Where a unit ends; not behind its beginning if it is none. */
    private int end(ByteBuffer packet, int begin) {
        if (lengthSize != START_CODES) {
            long length = 0;
            for (int i = begin - lengthSize; i < begin; i++) {
                length = length << 8 | packet.get(i) & 0xff;
            }
            return length > packet.limit() - begin ? -1 : begin + (int) length;
        }
        int code = startCode(packet, begin);
        int end = code < 0 ? packet.limit() : code;
        while (end > begin && packet.get(end - 1) == 0) {
            end--;
        }
        return end;
    }

    private static int startCode(ByteBuffer packet, int from) {
        for (int i = from; i + 2 < packet.limit(); i++) {
            if (packet.get(i + 2) == 1 && packet.get(i + 1) == 0 && packet.get(i) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** What a packet was the first to bring along is not to be believed: it cannot be decoded. */
    void forget(int number) {
        sets.values().removeIf(first -> first == number);
    }

    /** What was first seen in that packet or behind it will be seen again. */
    void forgetFrom(int number) {
        sets.values().removeIf(first -> first >= number);
        changes.removeIf(change -> change.packet >= number);
        lengthSize = changes.isEmpty() ? firstLengthSize : lengthSize(ByteBuffer.wrap(extradata()));
    }

    /** What the container kept last for the decoder; null if nothing but what it began with. */
    byte[] extradata() {
        return changes.isEmpty() ? null : changes.get(changes.size() - 1).bytes;
    }

    /** All sets as the beginning of a packet; empty if there are none. */
    byte[] asBytes() {
        List<byte[]> units = Arrays.stream(Kind.values())
                .flatMap(kind -> sets.keySet().stream().filter(set -> set.kind == kind))
                .map(set -> set.unit.array())
                .filter(unit -> lengthSize == START_CODES || lengthSize > 2 || unit.length < 1 << 8 * lengthSize)
                .flatMap(unit -> Stream.of(prefix(unit.length), unit))
                .toList();
        ByteBuffer all = ByteBuffer.allocate(
                units.stream().mapToInt(bytes -> bytes.length).sum());
        units.forEach(all::put);
        return all.array();
    }

    private byte[] prefix(int length) {
        if (lengthSize == START_CODES) {
            return new byte[] {0, 0, 0, 1};
        }
        byte[] size = new byte[lengthSize];
        for (int i = 0; i < lengthSize; i++) {
            size[i] = (byte) (length >> 8 * (lengthSize - 1 - i));
        }
        return size;
    }
}
