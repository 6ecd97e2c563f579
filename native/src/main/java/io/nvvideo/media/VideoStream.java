package io.nvvideo.media;

import java.io.Serializable;

/**
 * What a container says about one video stream. Names are FFmpeg's. Whatever the stream does not say is null.
 *
 * @param index stream index in the container
 * @param codec such as {@code h264}; null if FFmpeg knows none
 * @param codecTag the container's four characters for it, such as {@code avc1}
 * @param profile such as {@code High}
 * @param level as the codec counts it: 31 is 3.1 of H.264, 93 is 3.1 of HEVC
 * @param width stored (not rotated) display width in pixels, cropping applied
 * @param height stored display height in pixels
 * @param codedWidth width of the coded picture before cropping
 * @param codedHeight height of the coded picture before cropping
 * @param sampleAspectRatio width to height of a pixel; null if unknown
 * @param orientation how the stored picture is to be shown
 * @param pixelFormat of the decoded pictures
 * @param colour tags
 * @param fieldOrder {@code progressive}, {@code tt}, {@code bb}, {@code tb} or {@code bt}: the field that is coded first, top or
 *     bottom, then the one that is shown first
 * @param avgFrameRate average frames per second; null if unknown
 * @param realFrameRate lowest rate that represents all timestamps exactly; null if unknown
 * @param masteringDisplay as the container says ({@code mdcv} of MP4, Colour of Matroska); else as SEI messages (H.264, HEVC) or
 *     metadata OBUs (AV1) say that stand before the first picture, or that the container keeps for the decoder
 * @param contentLight from the same places
 * @param timeBase seconds per tick of every timestamp of the stream
 * @param bitRate bits per second
 * @param hasBFrames depth of the reordering buffer in frames
 * @param attachedPicture whether it is cover art rather than a video
 * @param encrypted whether the container says that the samples are encrypted
 * @param decodable whether this build has a decoder for the codec
 */
public record VideoStream(
        int index,
        String codec,
        String codecTag,
        String profile,
        Integer level,
        int width,
        int height,
        int codedWidth,
        int codedHeight,
        Rational sampleAspectRatio,
        Orientation orientation,
        PixelFormat pixelFormat,
        Colour colour,
        String fieldOrder,
        MasteringDisplay masteringDisplay,
        ContentLight contentLight,
        Rational timeBase,
        Rational avgFrameRate,
        Rational realFrameRate,
        Long bitRate,
        int hasBFrames,
        boolean attachedPicture,
        boolean encrypted,
        boolean decodable)
        implements Serializable {}
