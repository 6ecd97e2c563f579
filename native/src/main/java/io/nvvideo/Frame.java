package io.nvvideo;

import io.nvvideo.image.ImageShape;
import io.nvvideo.media.FrameInfo;
import java.nio.ByteBuffer;

/**
 * A frame with its pixels on the heap: valid for ever, unlike what a {@link FrameReader} shows. Two are equal only if they share
 * the array.
 *
 * @param info identity and timing
 * @param shape width, height, channels and pixel format of {@code data}
 * @param data the pixels without padding, as {@link io.nvvideo.image.FrameFormat} says, or the JPEG or PNG file; not copied
 */
public record Frame(FrameInfo info, ImageShape shape, byte[] data) {
    /** A copy of the current frame. */
    static Frame of(FrameReader reader) {
        byte[] data = new byte[Math.toIntExact(reader.image().shape().byteSize())];
        reader.image().copyTo(ByteBuffer.wrap(data));
        return new Frame(reader.info(), reader.image().shape(), data);
    }
}
