package io.nvvideo;

import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;

/** SKETCH of the front door: signatures that the connector builds on; bodies follow. */
public final class Video implements AutoCloseable {
    public static Video open(ByteSource source, VideoOptions options) {
        throw new UnsupportedOperationException();
    }

    /** What the file says about itself: every stream. Reads the header (and a few packets where the header is silent). */
    public Container container() {
        throw new UnsupportedOperationException();
    }

    /** The chosen video stream. */
    public VideoStream stream() {
        throw new UnsupportedOperationException();
    }

    /** Exact index of the chosen stream; made on the first call: from the header for MP4 and MOV, by reading packets elsewhere. */
    public FrameIndex index() {
        throw new UnsupportedOperationException();
    }

    /** The same for any video stream of the file. */
    public FrameIndex index(int streamIndex) {
        throw new UnsupportedOperationException();
    }

    public FrameReader frames(Selection selection, Output output) {
        throw new UnsupportedOperationException();
    }

    public VideoStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
