package io.nvvideo;

import io.nvvideo.image.Image;
import io.nvvideo.media.FrameInfo;

/**
 * The frames of a selection, one after the other, decoded as they are asked for. Valid until the next call to its
 * {@link Video} that decodes. Not thread-safe.
 */
public interface FrameReader extends AutoCloseable {

    /**
     * Moves to the next frame.
     *
     * @return false at the end, and when the reader was closed
     * @throws VideoException CORRUPT if a frame of the selection cannot be decoded: the reader stays usable, and the next call goes
     *     on behind the damage. CANCELLED if the caller's cancellation stopped it
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
     * @throws VideoException UNSUPPORTED if its pixel format cannot be converted, LIMIT_EXCEEDED if the picture is too large
     */
    Image image();

    /** Releases what the reader holds; the video stays open. Safe to call twice. */
    @Override
    void close();
}
