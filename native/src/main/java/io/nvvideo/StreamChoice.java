package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.media.Container;
import io.nvvideo.media.VideoStream;
import java.util.List;

/** Which video stream of a container is meant. */
final class StreamChoice {
    private StreamChoice() {}

    /** The indices of all of them, cover art left out. */
    static List<Integer> videos(Container container) {
        return container.videos().stream()
                .filter(stream -> !stream.attachedPicture())
                .map(VideoStream::index)
                .toList();
    }

    /**
     * The stream asked for, or the one that FFmpeg would choose.
     *
     * @param asked index in the container; -1 for the best one
     * @throws VideoException NOT_A_VIDEO if there is no video stream, INVALID_ARGUMENT if the one asked for is none
     */
    static VideoStream of(Container container, int asked, String name) {
        int wanted = asked >= 0 ? asked : container.bestVideo();
        for (VideoStream stream : container.videos()) {
            if (stream.index() == wanted) {
                return stream;
            }
        }
        if (asked >= 0 && !container.videos().isEmpty()) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT,
                    "Cannot read stream " + wanted + " of " + name
                            + ": it is no video stream. The file has video streams "
                            + container.videos().stream()
                                    .map(VideoStream::index)
                                    .toList() + ".");
        }
        throw new VideoException(
                Code.NOT_A_VIDEO,
                "Cannot read frames of " + name + ": the file has no video stream (format " + container.formatName()
                        + "). Leave it out with pathGlobFilter, or read it with mode=PERMISSIVE.");
    }
}
