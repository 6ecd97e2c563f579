package io.nvvideo.media;

import java.io.Serializable;

/**
 * What a container says about one audio stream; null where it says nothing.
 *
 * @param index stream index in the container
 * @param codec FFmpeg's name, such as {@code aac}
 * @param profile FFmpeg's name, such as {@code LC}
 * @param sampleRate samples per second
 * @param channels how many
 * @param channelLayout FFmpeg's name, such as {@code stereo} or {@code 5.1}
 * @param sampleFormat FFmpeg's name of what its decoder gives, such as {@code fltp}
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
