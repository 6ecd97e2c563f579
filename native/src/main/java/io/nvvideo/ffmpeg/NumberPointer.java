package io.nvvideo.ffmpeg;

import org.bytedeco.javacpp.Pointer;

/** A number dressed as a pointer, which native code hands back as it is and never looks behind. */
public final class NumberPointer extends Pointer {
    /** {@link Pointer#address} of it is the number. */
    public NumberPointer(long number) {
        address = number;
    }
}
