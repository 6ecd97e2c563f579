package io.nvvideo.select;

import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a decoder has to do to produce the frames of a selection: runs, in ascending order. Data, not code, so that every
 * decoder obeys the same plan and every rule is tested without one.
 *
 * @param runs stretches of packets, none overlapping another
 */
public record DecodePlan(List<Run> runs) {
    /**
     * Bytes that it is not worth going round: reading them takes less time than another request to an object store, or another
     * seek.
     */
    public static final long MAX_GAP_BYTES = 64 * 1024;

    /** Which packets of a run may be left out because nobody wants their frames. */
    public enum Skip {
        /** None. */
        NOTHING,
        /** Those that no picture which is decoded refers to, as their bytes and those of packets behind them tell. */
        DISPOSABLE,
        /** All: every packet is decoded by itself. */
        UNWANTED
    }

    /** Copies the list. */
    public DecodePlan {
        runs = List.copyOf(runs);
    }

    /** Number of frames that come out. */
    public int frameCount() {
        return runs.stream().mapToInt(run -> run.keep.length).sum();
    }

    /** Number of packets that are fed, if none turns out to be disposable. */
    public int packetCount() {
        return runs.stream()
                .mapToInt(run -> run.skip == Skip.UNWANTED ? run.keep.length : run.lastPacket - run.firstPacket + 1)
                .sum();
    }

    /**
     * The bytes of the file that have to be read, those that have to be looked at in order to be left out included; ranges
     * with less than {@link #MAX_GAP_BYTES} in between are one.
     *
     * @param exact whether positions and sizes in the index describe the bytes of the file; if not (MPEG-TS and others put
     *     headers and other streams in between), a range ends where the next packet begins
     * @return none if the position of any packet is unknown
     */
    public ByteRanges ranges(FrameIndex index, boolean exact) {
        PacketTable packets = index.packets();
        int[] needed = runs.stream().flatMapToInt(run -> run.packets(index)).toArray();
        long[] starts = new long[needed.length];
        long[] ends = new long[needed.length];
        for (int i = 0; i < needed.length; i++) {
            starts[i] = packets.position(needed[i]);
            ends[i] = exact ? starts[i] + packets.size(needed[i]) : nextPosition(packets, needed[i]);
            if (starts[i] < 0 || packets.size(needed[i]) < 0) {
                return ByteRanges.NONE;
            }
        }
        return ByteRanges.join(starts, ends, MAX_GAP_BYTES);
    }

    private static long nextPosition(PacketTable packets, int packet) {
        long position = packets.position(packet);
        for (int next = packet + 1; next < packets.count(); next++) {
            if (packets.position(next) > position) {
                return packets.position(next);
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * One stretch: go to the first packet, feed everything up to the last one but what may be skipped, drain the decoder.
     *
     * @param firstPacket number in decode order: a key frame's, or 0
     * @param lastPacket number of the last packet that is fed, inclusive
     * @param keep the frames that are wanted out of it, ascending; all others are decoded only to get there
     * @param skip which packets of other frames may be left out
     */
    public record Run(int firstPacket, int lastPacket, int[] keep, Skip skip) {
        /** Copies the array. */
        public Run {
            keep = keep.clone();
            Objects.requireNonNull(skip, "skip");
        }

        @Override
        public int[] keep() {
            return keep.clone();
        }

        private IntStream packets(FrameIndex index) {
            return skip == Skip.UNWANTED
                    ? Arrays.stream(keep).map(index::packetOfFrame)
                    : IntStream.rangeClosed(firstPacket, lastPacket);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Run that
                    && firstPacket == that.firstPacket
                    && lastPacket == that.lastPacket
                    && skip == that.skip
                    && Arrays.equals(keep, that.keep);
        }

        @Override
        public int hashCode() {
            return Objects.hash(firstPacket, lastPacket, Arrays.hashCode(keep), skip);
        }

        @Override
        public String toString() {
            return "Run[" + firstPacket + ".." + lastPacket + " keep " + Arrays.toString(keep) + " skip " + skip + "]";
        }
    }
}
