package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import java.util.function.Consumer;

/**
 * Hands pictures on that are due, each when one more was given to the decoder, so that the hardware decodes that one while this one is
 * taken. In place of the parser's own display delay, which lasts beyond headers that change, when the surface is gone, and knows
 * nothing of what VP9 shows again. Pure.
 */
final class HeldBack {
    private final boolean holds;
    private final Consumer<DuePicture> taker;
    /** Null if there is none. */
    private DuePicture held;

    /**
     * @param holds whether any is held back
     */
    HeldBack(boolean holds, Consumer<DuePicture> taker) {
        this.holds = holds;
        this.taker = taker;
    }

    /** One that is due, behind all that were before. */
    void add(DuePicture picture) {
        handOut();
        if (holds) {
            held = picture;
        } else {
            taker.accept(picture);
        }
    }

    /** Another picture is about to be decoded to a surface. */
    void beforeDecoding(int surface) {
        if (held != null && held.surface() == surface) {
            handOut();
        }
    }

    /** Hands out what is left. */
    void handOut() {
        DuePicture picture = held;
        held = null;
        if (picture != null) {
            taker.accept(picture);
        }
    }

    /** Nobody wants it any more. */
    void clear() {
        held = null;
    }
}
