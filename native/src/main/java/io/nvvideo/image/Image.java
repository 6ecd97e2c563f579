package io.nvvideo.image;

import java.nio.ByteBuffer;

/** A converted frame in native memory, valid until its converter is used again or closed. */
public interface Image {
    /** Size, channels, name and bytes. */
    ImageShape shape();

    /**
     * Writes the bytes at the buffer's position and moves it on. One copy.
     *
     * @param destination direct or heap, with at least {@code shape().byteSize()} bytes left
     */
    void copyTo(ByteBuffer destination);
}
