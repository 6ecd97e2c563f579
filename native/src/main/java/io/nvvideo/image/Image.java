package io.nvvideo.image;

import java.nio.ByteBuffer;

/** A converted frame in native memory, valid until its converter is used again or closed. */
public interface Image {
    /** Width, height, channels, layout and size in bytes; the size is exact here, of jpeg and png too. */
    ImageShape shape();

    /**
     * Writes the bytes at the buffer's position and moves it on. One copy.
     *
     * @param destination direct or heap, with at least {@code shape().byteSize()} bytes left
     * @throws IllegalArgumentException if it has less
     * @throws IllegalStateException if the image is no longer valid
     */
    void copyTo(ByteBuffer destination);
}
