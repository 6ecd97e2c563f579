package io.nvvideo.decode.nvdec;

import io.nvvideo.bitstream.Vp9Frame;
import java.util.Arrays;

/**
 * Which surfaces hold the frames that later ones of VP9 may refer to, or show: NVDEC's parser shows none of them a second time (seen
 * of the parsers of drivers 470 to 555), so that this has to be done beside it. Pure.
 */
final class Vp9Slots {
    /** Nothing was decoded to a slot. */
    static final int EMPTY = -1;

    private final int[] surfaces = new int[Vp9Frame.SLOTS];

    Vp9Slots() {
        clear();
    }

    /** A frame is decoded to a surface. */
    void decoded(Vp9Frame frame, int surface) {
        for (int slot = 0; slot < surfaces.length; slot++) {
            if ((frame.refresh() >> slot & 1) != 0) {
                surfaces[slot] = surface;
            }
        }
    }

    /** Where the frame of a slot is, or {@link #EMPTY}. */
    int surface(int slot) {
        return surfaces[slot];
    }

    void clear() {
        Arrays.fill(surfaces, EMPTY);
    }
}
