package io.nvvideo.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.decode.ParameterSet.Identity;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The parameter sets that packets of H.264 and HEVC have brought along, and where: a stream need not send them again (Rec. ITU-T
 * H.264 and H.265, 7.4.1.2.1 and 7.4.2.4.2), so a decoder that is opened in its middle has to be told of them; and it may send others
 * under the same numbers, which packets before those do not mean. Of other codecs nothing is read. Pure.
 */
public final class SentParameters {
    /** More than streams have; damaged ones may have any number, of any size. */
    private static final int MAX_BYTES = 1 << 20;

    private enum Codec {
        H264,
        HEVC,
        OTHER
    }

    /**
     * What a packet was seen to change.
     *
     * @param extradata what the container keeps for the decoder from there on; null if that does not change
     */
    private record Change(Map<Identity, ByteBuffer> sets, byte[] extradata) {}

    private final Codec codec;
    private final int firstLengthSize;
    private final Map<Identity, ByteBuffer> firstSets;
    /** By the number of the packet. */
    private final NavigableMap<Integer, Change> changes = new TreeMap<>();

    private int bytes;
    /** What a decoder that was fed with all that was seen has now. */
    private final Map<Identity, ByteBuffer> fed = new HashMap<>();

    private SentParameters(Codec codec, ByteBuffer extradata) {
        this.codec = codec;
        CodecConfiguration first = configuration(extradata);
        this.firstLengthSize = first.lengthSize();
        this.firstSets = sets(first.units());
        fed.putAll(firstSets);
    }

    /**
     * Of a stream.
     *
     * @param codecId FFmpeg's {@code AV_CODEC_ID_*}
     * @param extradata what a decoder is opened with; tells how units are told apart in packets (ISO/IEC 14496-15, 5.3.3.1.2 and
     *     8.3.3.1.2)
     */
    public static SentParameters of(int codecId, ByteBuffer extradata) {
        Codec codec =
                switch (codecId) {
                    case AV_CODEC_ID_H264 -> Codec.H264;
                    case AV_CODEC_ID_HEVC -> Codec.HEVC;
                    default -> Codec.OTHER;
                };
        return new SentParameters(codec, extradata);
    }

    private CodecConfiguration configuration(ByteBuffer extradata) {
        return switch (codec) {
            case H264 -> CodecConfiguration.ofH264(extradata);
            case HEVC -> CodecConfiguration.ofHevc(extradata);
            case OTHER -> new CodecConfiguration(NalUnits.START_CODES, List.of());
        };
    }

    private Map<Identity, ByteBuffer> sets(List<ByteBuffer> units) {
        Map<Identity, ByteBuffer> sets = new LinkedHashMap<>();
        units.forEach(unit -> add(unit, sets));
        return sets;
    }

    private void add(ByteBuffer unit, Map<Identity, ByteBuffer> sets) {
        ParameterSet set = ParameterSet.of(codec == Codec.HEVC, unit);
        if (set != null) {
            sets.put(set.identity(), set.unit());
        }
    }

    /** Not all units are looked for: parameter sets come before the picture (7.4.1.2.3 and 7.4.2.4.4). */
    private Map<Identity, ByteBuffer> setsBeforePicture(ByteBuffer packet, int lengthSize) {
        Map<Identity, ByteBuffer> sets = new LinkedHashMap<>();
        int at = begin(packet, 0, lengthSize);
        while (at < packet.limit() && !ParameterSet.isPicture(codec == Codec.HEVC, packet.get(at))) {
            int end = end(packet, at, lengthSize);
            if (end <= at) {
                break;
            }
            add(packet.slice(at, end - at), sets);
            at = begin(packet, end, lengthSize);
        }
        return sets;
    }

    /** Where the next unit begins; not before the limit if there is none. */
    private static int begin(ByteBuffer packet, int from, int lengthSize) {
        return lengthSize == NalUnits.START_CODES
                ? StartCodes.next(packet, from) + StartCodes.BYTES
                : from + lengthSize;
    }

    /** Where a unit ends; not behind its beginning if it is none. */
    private static int end(ByteBuffer packet, int begin, int lengthSize) {
        if (lengthSize == NalUnits.START_CODES) {
            return StartCodes.next(packet, begin);
        }
        long length = NalUnits.length(packet, begin - lengthSize, lengthSize);
        return length > packet.limit() - begin ? -1 : begin + (int) length;
    }

    /**
     * Looks at a packet that is about to be given to a decoder.
     *
     * @param extradata what comes with the packet in place of what the container kept so far; null if nothing does
     */
    public void see(byte[] extradata, ByteBuffer packet, int number) {
        if (codec == Codec.OTHER) {
            return;
        }
        CodecConfiguration changed = extradata == null ? null : configuration(ByteBuffer.wrap(extradata));
        int lengthSize = changed == null ? lengthSizeAt(number) : changed.lengthSize();
        Map<Identity, ByteBuffer> brought = setsBeforePicture(packet, lengthSize);
        if (changed != null) {
            Map<Identity, ByteBuffer> all = sets(changed.units());
            all.putAll(brought);
            brought = all;
        }
        if (brought.isEmpty() && changed == null) {
            return;
        }
        fed.putAll(brought);
        remove(number);
        Map<Identity, ByteBuffer> others = new LinkedHashMap<>(brought);
        others.entrySet().removeIf(set -> set.getValue().equals(at(set.getKey(), number)));
        if (!others.isEmpty() || changed != null) {
            put(number, new Change(others, extradata));
        }
    }

    private void put(int number, Change change) {
        changes.put(number, change);
        bytes += size(change);
        while (bytes > MAX_BYTES) {
            remove(changes.firstKey());
        }
    }

    private void remove(int number) {
        Change removed = changes.remove(number);
        bytes -= removed == null ? 0 : size(removed);
    }

    private static int size(Change change) {
        return (change.extradata == null ? 0 : change.extradata.length)
                + change.sets.values().stream().mapToInt(ByteBuffer::limit).sum();
    }

    /** What holds at a packet, with what it brings itself; null if nothing is known of it. */
    private ByteBuffer at(Identity identity, int number) {
        return changes.headMap(number, true).descendingMap().values().stream()
                .map(change -> change.sets.get(identity))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> firstSets.get(identity));
    }

    private int lengthSizeAt(int number) {
        byte[] extradata = extradata(number + 1);
        return extradata == null
                ? firstLengthSize
                : configuration(ByteBuffer.wrap(extradata)).lengthSize();
    }

    /** What a packet has changed is not to be believed: it cannot be decoded. */
    public void forget(int number) {
        remove(number);
    }

    /** The same of all packets from one on. */
    public void forgetFrom(int number) {
        List.copyOf(changes.tailMap(number, true).keySet()).forEach(this::remove);
    }

    /**
     * The decoder that is fed is another one now, which has been told what was {@linkplain #before} a packet, and is fed
     * with that. */
    public void reopened(int number) {
        fed.clear();
        fed.putAll(holdingAt(number));
    }

    /**
     * Whether the decoder that was fed with all that was seen lacks a set that holds at a packet, which was seen too: another one has
     * been fed since, from elsewhere.
     */
    public boolean isOutdatedAt(int number) {
        return holdingAt(number).entrySet().stream()
                .anyMatch(set -> !set.getValue().equals(fed.get(set.getKey())));
    }

    /** What the container keeps for the decoder since a packet before this one; null if nothing but what it began with. */
    public byte[] extradata(int number) {
        return changes.headMap(number, false).descendingMap().values().stream()
                .map(Change::extradata)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * All sets that hold where a packet begins, which was seen too, as its beginning: those that packets have not brought too, because
     * decoders take a picture parameter set for one of the sequence that they knew when it came. Empty where no packet before it
     * has brought any.
     */
    public byte[] before(int number) {
        int lengthSize = lengthSizeAt(number);
        Map<Identity, ByteBuffer> before = holdingAt(number - 1);
        if (changes.headMap(number, false).isEmpty()) {
            before.clear();
        }
        Change own = changes.get(number);
        if (own != null && own.extradata != null) {
            before.keySet().removeAll(own.sets.keySet());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        before.entrySet().stream()
                .sorted(Comparator.comparing(set -> set.getKey().kind()))
                .map(set -> set.getValue().array())
                .filter(unit ->
                        lengthSize == NalUnits.START_CODES || lengthSize > 2 || unit.length < 1 << 8 * lengthSize)
                .forEach(unit -> {
                    all.writeBytes(prefix(lengthSize, unit.length));
                    all.writeBytes(unit);
                });
        return all.toByteArray();
    }

    private Map<Identity, ByteBuffer> holdingAt(int number) {
        Map<Identity, ByteBuffer> all = new LinkedHashMap<>(firstSets);
        changes.headMap(number, true).values().forEach(change -> all.putAll(change.sets));
        return all;
    }

    private static byte[] prefix(int lengthSize, int length) {
        if (lengthSize == NalUnits.START_CODES) {
            return new byte[] {0, 0, 0, 1};
        }
        byte[] size = new byte[lengthSize];
        for (int i = 0; i < lengthSize; i++) {
            size[i] = (byte) (length >> 8 * (lengthSize - 1 - i));
        }
        return size;
    }
}
