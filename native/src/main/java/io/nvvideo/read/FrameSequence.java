package io.nvvideo.read;

import io.nvvideo.image.Image;
import io.nvvideo.media.FrameInfo;

/** Frames one after the other, decoded here or on a thread of their own. Used by one thread. */
public interface FrameSequence extends AutoCloseable {

    /**
     * Moves to the next frame.
     *
     * @return false at the end, and when the sequence was closed
     * @throws io.nvvideo.VideoException if a frame cannot be decoded; the next call goes on behind the damage
     */
    boolean next();

    /**
     * Identity and timing of the current frame.
     *
     * @throws IllegalStateException if there is none: {@link #next()} was not called, returned false or failed
     */
    FrameInfo info();

    /**
     * The current frame's pixels, converted on the first call; valid until {@link #next()} or {@link #close()}.
     *
     * @throws IllegalStateException if there is no current frame
     */
    Image image();

    /** Releases what the sequence holds itself; safe to call twice. */
    @Override
    void close();
}
