package io.nvvideo.media;

import java.io.Serializable;

/**
 * What a container says about one audio stream; null where it says nothing.
 *
 * @param sampleRate samples per second
 * @param bitRate bits per second
 * @param durationSeconds length in seconds
 * @param language as tagged, usually ISO 639-2
 */
public record AudioStream(
        int index,
        String codec,
        String profile,
        Integer sampleRate,
        Integer channels,
        String channelLayout,
        String sampleFormat,
        Long bitRate,
        Double durationSeconds,
        String language)
        implements Serializable {}
