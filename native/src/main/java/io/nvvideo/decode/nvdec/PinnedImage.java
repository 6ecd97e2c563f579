package io.nvvideo.decode.nvdec;

import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import java.nio.ByteBuffer;

/** Pixels that a GPU has made, where it has put them. */
final class PinnedImage implements Image {
    private final ImageShape shape;
    private ByteBuffer pixels;

    /** The pixels from index 0 on. */
    PinnedImage(ImageShape shape, ByteBuffer pixels) {
        this.shape = shape;
        this.pixels = pixels;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public void copyTo(ByteBuffer destination) {
        if (pixels == null) {
            throw new IllegalStateException("The image is gone: its decoder was used again or closed");
        }
        int size = (int) shape.byteSize();
        if (destination.remaining() < size) {
            throw new IllegalArgumentException(
                    "The image takes " + size + " bytes, the buffer has " + destination.remaining() + " left");
        }
        destination.put(pixels.slice(0, size));
    }

    void invalidate() {
        pixels = null;
    }
}
