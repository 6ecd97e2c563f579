package io.nvvideo.select;

import java.util.Arrays;
import java.util.List;

/**
 * What a decoder has to do to produce the frames of a selection: runs, in ascending order. Data, not code, so that every
 * decoder obeys the same plan and every rule is tested without one.
 *
 * @param runs stretches of packets, none overlapping another
 */
public record DecodePlan(List<Run> runs) {

    /** Copies the list. */
    public DecodePlan {
        runs = List.copyOf(runs);
    }

    /** Number of frames that come out. */
    public int frameCount() {
        return runs.stream().mapToInt(run -> run.keep.length).sum();
    }

    /** Number of packets that are fed. */
    public int packetCount() {
        return runs.stream()
                .mapToInt(run -> run.lastPacket - run.firstPacket + 1)
                .sum();
    }

    /**
     * One stretch: go to the first packet, feed everything up to the last one, drain the decoder.
     *
     * @param firstPacket number in decode order: a key frame's, or 0
     * @param lastPacket number of the last packet that is fed, inclusive
     * @param keep the frames that are wanted out of it, ascending; all others are decoded only to get there
     */
    public record Run(int firstPacket, int lastPacket, int[] keep) {
        /** Copies the array. */
        public Run {
            keep = keep.clone();
        }

        @Override
        public int[] keep() {
            return keep.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Run that
                    && firstPacket == that.firstPacket
                    && lastPacket == that.lastPacket
                    && Arrays.equals(keep, that.keep);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * firstPacket + lastPacket) + Arrays.hashCode(keep);
        }

        @Override
        public String toString() {
            return "Run[" + firstPacket + ".." + lastPacket + " keep " + Arrays.toString(keep) + "]";
        }
    }
}
