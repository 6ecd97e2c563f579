package io.nvvideo.image;

import java.io.Serializable;

/**
 * The shape of a converted frame, known before any decoding.
 *
 * @param width pixels
 * @param height pixels
 * @param channels components per pixel: 3 for rgb, 1 for gray, those of the pixel format for native and surface
 * @param pixelFormat {@code rgb24}, {@code rgb48le}, {@code rgbp}, ..., the hardware layout or FFmpeg's name; {@code jpeg} and
 *     {@code png} for encoded images
 * @param byteSize exact size in bytes, or -1 if it depends on the content (jpeg, png)
 */
public record ImageShape(int width, int height, int channels, String pixelFormat, long byteSize)
        implements Serializable {}
