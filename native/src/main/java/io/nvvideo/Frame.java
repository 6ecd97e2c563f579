package io.nvvideo;

import io.nvvideo.image.ImageShape;
import io.nvvideo.media.FrameInfo;

/**
 * A frame with its pixels on the heap: valid for ever, unlike what a {@link FrameReader} shows.
 *
 * @param info identity and timing
 * @param shape width, height, channels and pixel format of {@code data}
 * @param data the pixels, or the JPEG or PNG file; not copied
 */
public record Frame(FrameInfo info, ImageShape shape, byte[] data) {}
