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
     * @return false at the end
     * @throws VideoException if a frame of the selection cannot be decoded. The reader stays usable: the next call goes on
     *     behind the damage.
     */
    boolean next();

    /** Identity and timing of the current frame. */
    FrameInfo info();

    /** The current frame's pixels, converted on the first call; valid until {@link #next()} or {@link #close()}. */
    Image image();

    /** Releases what the reader holds; the video stays open. */
    @Override
    void close();
}
