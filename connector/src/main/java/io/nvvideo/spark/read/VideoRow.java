package io.nvvideo.spark.read;

import io.nvvideo.media.Container;
import io.nvvideo.media.IndexSummary;
import io.nvvideo.media.VideoStream;

/**
 * A row of the {@code videos} view, and the {@code metadata} of a frame.
 *
 * @param container null unless a column needs it, and if the file could not be read
 * @param stream null as the container is
 * @param summary null unless a column needs it
 * @param error why the file could not be read, or null
 */
record VideoRow(VideoFile file, Container container, VideoStream stream, IndexSummary summary, String error)
        implements FileRow {

    /** The row that tells of an error. */
    static VideoRow ofError(VideoFile file, String error) {
        return new VideoRow(file, null, null, null, error);
    }
}
