package io.nvvideo.bitstream;

import java.util.Arrays;

/** To which slots a frame of AV1 refers, and when their frames are shown (AV1 specification, 7.8 and 5.9.22). Pure. */
final class Av1References {
    /** LAST_FRAME to ALTREF_FRAME. */
    static final int COUNT = 7;

    private static final int GOLDEN = 3;
    private static final int BACKWARD = 4;
    private static final int ALTERNATE_2 = 5;
    private static final int ALTERNATE = 6;
    private static final int[] FORWARD_FIRST = {1, 2, BACKWARD, ALTERNATE_2, ALTERNATE};

    private Av1References() {}

    /** Whether one slot's is taken in place of the best so far. */
    private interface Choice {
        boolean isBetter(int distance, int best);
    }

    /**
     * set_frame_refs(): the slots, by how far from the frame each slot's is shown.
     *
     * @param distances of all slots: negative if it is shown before the frame
     */
    static int[] of(int last, int golden, int[] distances) {
        int[] slots = new int[COUNT];
        Arrays.fill(slots, Av1FrameStart.NONE);
        boolean[] used = new boolean[distances.length];
        slots[0] = last;
        slots[GOLDEN] = golden;
        used[last] = true;
        used[golden] = true;
        Choice latest = (distance, best) -> distance >= best;
        Choice earliest = (distance, best) -> distance < best;
        take(slots, ALTERNATE, find(distances, used, false, latest), used);
        take(slots, BACKWARD, find(distances, used, false, earliest), used);
        take(slots, ALTERNATE_2, find(distances, used, false, earliest), used);
        for (int reference : FORWARD_FIRST) {
            if (slots[reference] < 0) {
                take(slots, reference, find(distances, used, true, latest), used);
            }
        }
        int first = 0;
        for (int slot = 1; slot < distances.length; slot++) {
            first = distances[slot] < distances[first] ? slot : first;
        }
        for (int reference = 0; reference < COUNT; reference++) {
            slots[reference] = slots[reference] < 0 ? first : slots[reference];
        }
        return slots;
    }

    private static int find(int[] distances, boolean[] used, boolean before, Choice choice) {
        int found = Av1FrameStart.NONE;
        for (int slot = 0; slot < distances.length; slot++) {
            boolean fits = !used[slot] && distances[slot] < 0 == before;
            if (fits && (found < 0 || choice.isBetter(distances[slot], distances[found]))) {
                found = slot;
            }
        }
        return found;
    }

    private static void take(int[] slots, int reference, int slot, boolean[] used) {
        slots[reference] = slot;
        if (slot >= 0) {
            used[slot] = true;
        }
    }

    /**
     * skipModeAllowed: whether there are frames on both sides of this one, or two that are shown before it at different times.
     *
     * @param distances of the references, as above
     */
    static boolean allowSkipping(int[] distances) {
        int before =
                Arrays.stream(distances).filter(distance -> distance < 0).max().orElse(0);
        boolean behind = Arrays.stream(distances).anyMatch(distance -> distance > 0);
        return before < 0 && (behind || Arrays.stream(distances).anyMatch(distance -> distance < before));
    }
}
