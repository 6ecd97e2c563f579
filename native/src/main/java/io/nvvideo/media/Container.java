package io.nvvideo.media;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a file says about itself.
 *
 * @param formatName FFmpeg's name of the container, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param durationSeconds as the header gives it (headers lie); null if unknown
 * @param startTimeSeconds smallest start time of the streams; null if unknown
 * @param bitRate bits per second of the whole file; null if unknown
 * @param tags metadata of the container
 * @param videos every video stream, cover art included, in stream order
 * @param audios every audio stream, in stream order
 * @param bestVideo index in the container of the stream that FFmpeg would choose; -1 if there is none
 */
public record Container(
        String formatName,
        Double durationSeconds,
        Double startTimeSeconds,
        Long bitRate,
        Map<String, String> tags,
        List<VideoStream> videos,
        List<AudioStream> audios,
        int bestVideo)
        implements Serializable {

    /** Copies the collections. */
    public Container {
        tags = Map.copyOf(tags);
        videos = List.copyOf(videos);
        audios = List.copyOf(audios);
    }
}
