package io.nvvideo.demux;

import static io.nvvideo.media.FrameIndex.NO_TIMESTAMP;

import io.nvvideo.ffmpeg.PictureParser.Picture;
import io.nvvideo.ffmpeg.PictureParser.Structure;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From packets in decode order to frames in presentation order. Pure.
 *
 * <p>Presentation order is the order of the timestamps. Two kinds of streams have none to go by: raw ones, which have no
 * timestamps, and those of broken writers that store the decoding time as the presentation time although the codec reorders.
 * There the codec's own picture order decides, and the k-th frame gets the k-th timestamp.
 */
final class FrameIndexBuilder {
    private FrameIndexBuilder() {}

    /**
     * Builds an index.
     *
     * @param timeBase seconds per tick
     * @param packets in decode order
     * @param pictures what the packets' headers say, in the same order; null if the packets were not read
     */
    static FrameIndex build(Rational timeBase, PacketTable packets, List<Picture> pictures) {
        int[] first = new int[packets.count()];
        int[] last = new int[packets.count()];
        int frames = pairFields(packets, pictures, first, last);
        long[] pts = new long[frames];
        boolean timestamps = false;
        for (int i = 0; i < frames; i++) {
            pts[i] = packets.pts(first[i]);
            timestamps |= pts[i] != NO_TIMESTAMP || packets.dts(first[i]) != NO_TIMESTAMP;
        }
        Integer[] order = IntStream.range(0, frames).boxed().toArray(Integer[]::new);
        boolean faulty = timestamps && pictures != null && isDecodingTimeOnly(packets) && isReordered(pictures);
        if (timestamps) {
            fillMissing(packets, pictures, first, pts);
            Arrays.sort(order, Comparator.comparingLong((Integer i) -> pts[i]).thenComparing(i -> i));
        } else {
            byOutputOrder(packets, pictures, first, order);
        }
        long[] ascending = Arrays.stream(order).mapToLong(i -> pts[i]).toArray();
        if (faulty) {
            byOutputOrder(packets, pictures, first, order);
        }
        int[] sortedFirst = new int[frames];
        int[] sortedLast = new int[frames];
        long[] sortedPts = new long[frames];
        // Without timestamps the first picture's duration, which follows from the rate in the stream's headers, is
        // everybody's:
        // later ones are FFmpeg's guesses.
        long nominal = timestamps || frames == 0 ? 0 : Math.max(1, packets.duration(first[0]));
        for (int i = 0; i < frames; i++) {
            sortedFirst[i] = first[order[i]];
            sortedLast[i] = last[order[i]];
            sortedPts[i] = timestamps ? ascending[i] : i * nominal;
        }
        long lastDuration = timestamps ? lastDuration(packets, sortedFirst, sortedLast, sortedPts) : nominal;
        return new FrameIndex(timeBase, packets, sortedFirst, sortedLast, sortedPts, lastDuration);
    }

    /**
     * How long the last frame is shown: as its packet says, if what the packets say is right for most other frames; else as
     * long as the frame before it.
     */
    private static long lastDuration(PacketTable packets, int[] first, int[] last, long[] pts) {
        int frame = pts.length - 1;
        if (frame < 1) {
            return frame < 0 ? 0 : storedDuration(packets, first[0], last[0]);
        }
        int right = 0;
        for (int i = 0; i < frame; i++) {
            long stored = storedDuration(packets, first[i], last[i]);
            right += Math.abs(pts[i + 1] - pts[i] - stored) <= 1 ? 1 : 0;
        }
        long stored = storedDuration(packets, first[frame], last[frame]);
        return stored > 0 && 2 * right > frame ? stored : pts[frame] - pts[frame - 1];
    }

    private static long storedDuration(PacketTable packets, int first, int last) {
        return first == last ? packets.duration(first) : packets.duration(first) + packets.duration(last);
    }

    /** Whether every packet that has both times is presented when it is decoded. */
    static boolean isDecodingTimeOnly(PacketTable packets) {
        for (int p = 0; p < packets.count(); p++) {
            if (packets.pts(p) != NO_TIMESTAMP && packets.dts(p) != NO_TIMESTAMP && packets.pts(p) != packets.dts(p)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the picture order counts, where the codec has them, fall inside a coded video sequence. */
    static boolean isReordered(List<Picture> pictures) {
        return pictures.stream().anyMatch(picture -> picture.bidirectional() && picture.outputOrder() != 0);
    }

    /** Puts the packets that are shown into frames; two fields of opposite parity in a row are one frame. */
    private static int pairFields(PacketTable packets, List<Picture> pictures, int[] first, int[] last) {
        int frames = 0;
        Structure open = Structure.FRAME;
        for (int p = 0; p < packets.count(); p++) {
            if (packets.isDiscarded(p) || packets.isHidden(p)) {
                continue;
            }
            Structure structure =
                    pictures == null ? Structure.FRAME : pictures.get(p).structure();
            boolean secondField =
                    structure != Structure.FRAME && open != Structure.FRAME && structure != open && !packets.isKey(p);
            if (secondField) {
                last[frames - 1] = p;
                open = Structure.FRAME;
            } else {
                first[frames] = p;
                last[frames] = p;
                frames++;
                open = structure;
            }
        }
        return frames;
    }

    /**
     * Gives timestamps to frames that have only a decoding one: a B picture is shown when it is decoded, any other when the
     * next one that is no B picture is decoded (ISO/IEC 13818-1, 2.4.3.7, for a reordering depth of one). Where nothing is
     * delayed, everything is shown when it is decoded.
     */
    private static void fillMissing(PacketTable packets, List<Picture> pictures, int[] first, long[] pts) {
        boolean delayed = pictures != null && pictures.stream().anyMatch(Picture::bidirectional);
        for (int p = 0; p < packets.count(); p++) {
            delayed |= packets.dts(p) != NO_TIMESTAMP && packets.pts(p) > packets.dts(p);
        }
        for (int i = 0; i < pts.length; i++) {
            if (pts[i] != NO_TIMESTAMP) {
                continue;
            }
            int packet = first[i];
            if (!delayed || isBidirectional(pictures, packet)) {
                pts[i] = packets.dts(packet);
            } else {
                int next = i + 1;
                while (next < pts.length && isBidirectional(pictures, first[next])) {
                    next++;
                }
                pts[i] = next < pts.length ? packets.dts(first[next]) : end(packets, first[pts.length - 1]);
            }
            if (pts[i] == NO_TIMESTAMP) {
                long previous = i == 0 ? 0 : pts[i - 1];
                pts[i] = Math.max(previous, packets.dts(packet)) + Math.max(1, packets.duration(packet));
            }
        }
    }

    /** When a packet behind the last one would be decoded: B pictures stored behind the last other one are shown before it. */
    private static long end(PacketTable packets, int last) {
        return packets.dts(last) == NO_TIMESTAMP
                ? NO_TIMESTAMP
                : packets.dts(last) + Math.max(1, packets.duration(last));
    }

    private static boolean isBidirectional(List<Picture> pictures, int packet) {
        return pictures != null && pictures.get(packet).bidirectional();
    }

    /**
     * Order without timestamps: by picture order count within each coded video sequence; a new one begins with a key frame
     * whose count does not go on from the pictures before (Rec. ITU-T H.264, 8.2.1).
     */
    private static void byOutputOrder(PacketTable packets, List<Picture> pictures, int[] first, Integer[] order) {
        if (pictures == null) {
            return;
        }
        int frames = order.length;
        Arrays.sort(order);
        int[] sequence = new int[frames];
        int current = 0;
        int highest = Integer.MIN_VALUE;
        for (int i = 0; i < frames; i++) {
            int count = pictures.get(first[i]).outputOrder();
            if (packets.isKey(first[i]) && count <= highest) {
                current++;
                highest = count;
            }
            highest = Math.max(highest, count);
            sequence[i] = current;
        }
        Arrays.sort(
                order,
                Comparator.comparingInt((Integer i) -> sequence[i])
                        .thenComparingInt(i -> pictures.get(first[i]).outputOrder())
                        .thenComparing(i -> i));
    }
}
