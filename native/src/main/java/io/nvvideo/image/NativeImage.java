package io.nvvideo.image;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/** An image whose pixels are somewhere in native memory, as long as its converter leaves them there. */
final class NativeImage implements Image {
    /** Lays the image's bytes down, without padding. */
    interface Writer {
        void writeTo(BytePointer destination);
    }

    private final ImageShape shape;
    private final Writer writer;
    private final NativeBuffer staging;
    private boolean valid = true;

    NativeImage(ImageShape shape, Writer writer, NativeBuffer staging) {
        this.shape = shape;
        this.writer = writer;
        this.staging = staging;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public void copyTo(ByteBuffer destination) {
        if (!valid) {
            throw new IllegalStateException("The image is gone: its converter was used again or closed");
        }
        int size = (int) shape.byteSize();
        if (destination.remaining() < size) {
            throw new IllegalArgumentException(
                    "The image takes " + size + " bytes, the buffer has " + destination.remaining() + " left");
        }
        if (destination.isReadOnly()) {
            throw new java.nio.ReadOnlyBufferException();
        }
        if (destination.isDirect()) {
            writer.writeTo(new BytePointer(destination));
        } else {
            BytePointer bytes = staging.atLeast(size);
            writer.writeTo(bytes);
            bytes.get(destination.array(), destination.arrayOffset() + destination.position(), size);
        }
        destination.position(destination.position() + size);
    }

    void invalidate() {
        valid = false;
    }
}
