package io.nvvideo.spark.read;

import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.Container;
import io.nvvideo.media.VideoStream;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Leaves;
import java.util.List;
import java.util.Set;

/** The video streams of a file, cover art left out. */
final class StreamRows implements FileRows {
    private final VideoFile file;
    private final Video video;
    private final boolean withIndex;
    private final RowFilter filter;
    /** Null unless a column or condition needs it. */
    private final Container container;

    private final List<Integer> streams;
    private int begun;
    private VideoRow row;

    StreamRows(VideoFile file, Video video, Set<Need> needs, RowFilter filter) {
        this.file = file;
        this.video = video;
        this.withIndex = needs.contains(Need.INDEX);
        this.filter = filter;
        this.container = needs.contains(Need.STREAMS) ? video.container() : null;
        this.streams = video.videoStreams();
        if (streams.isEmpty()) {
            throw new VideoException(
                    Code.NOT_A_VIDEO,
                    "Cannot read " + file.path()
                            + ": it has no video stream. Leave it out with pathGlobFilter, or set mode"
                            + " to PERMISSIVE or DROPMALFORMED.");
        }
    }

    @Override
    public boolean next() {
        row = null;
        while (begun < streams.size()) {
            int index = streams.get(begun++);
            VideoStream stream = container == null ? null : stream(index);
            VideoRow opened = new VideoRow(file, container, stream, null, null);
            if (!filter.mayWant(opened, VideoRow.ofError(file, Leaves.SOME_TEXT))) {
                continue;
            }
            VideoRow read = withIndex
                    ? new VideoRow(file, container, stream, video.index(index).summary(), null)
                    : opened;
            if (filter.wants(read)) {
                row = read;
                return true;
            }
        }
        return false;
    }

    /** Each stream is told of by itself. */
    @Override
    public long partOf(VideoException failure) {
        return begun - 1L;
    }

    private VideoStream stream(int index) {
        return container.videos().stream()
                .filter(stream -> stream.index() == index)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public FileRow row() {
        return row;
    }

    @Override
    public long rowsAtMost() {
        return Math.max(1, (long) streams.size() - begun + 1);
    }

    @Override
    public void close() {
        // The video is its owner's.
    }
}
