package io.nvvideo.spark.read;

import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.ImageShapes;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;
import java.util.Set;

/** The frames of a video. Decodes only if a column needs a decoded picture; otherwise rows come from the index. */
final class FrameRows implements FileRows {
    private final VideoRow metadata;
    private final int streamIndex;
    private final FrameIndex index;
    private final ImageShape shape;
    private final FrameReader decoded;
    private final boolean withPixels;
    /** What cut the video off, if anything did: said at the end, as decoding says it. */
    private VideoException damage;

    private int rowsBegun;
    private FrameRow row;

    FrameRows(VideoFile file, Video video, ReadOptions options, Set<Need> needs) {
        VideoStream stream = video.stream();
        this.index = video.index();
        this.streamIndex = stream.index();
        this.metadata = new VideoRow(file, video.container(), stream, index.summary(), null);
        this.damage = video.damage();
        this.withPixels = needs.contains(Need.PIXELS);
        this.shape = needs.contains(Need.SHAPE) && stream.pixelFormat() != null
                ? ImageShapes.of(
                        options.output(),
                        stream.width(),
                        stream.height(),
                        stream.pixelFormat(),
                        stream.orientation(),
                        file.path())
                : null;
        this.decoded =
                withPixels || needs.contains(Need.DECODE) ? video.frames(Selection.all(), options.output()) : null;
    }

    @Override
    public boolean next() {
        row = null;
        if (decoded == null) {
            if (rowsBegun >= index.frameCount()) {
                tellDamage();
                return false;
            }
            row = row(index.info(streamIndex, rowsBegun++), null);
            return true;
        }
        rowsBegun++;
        if (!decoded.next()) {
            return false;
        }
        row = row(decoded.info(), withPixels ? decoded.image() : null);
        return true;
    }

    private void tellDamage() {
        VideoException told = damage;
        damage = null;
        if (told != null) {
            throw told;
        }
    }

    private FrameRow row(FrameInfo info, Image image) {
        ImageShape itsShape = image == null ? shape : image.shape();
        return new FrameRow(metadata.file(), info.streamIndex(), info, itsShape, image, metadata, null);
    }

    @Override
    public FileRow row() {
        return row;
    }

    @Override
    public long rowsAtMost() {
        // The current row has begun, and is still to be written.
        return Math.max(1, (long) index.frameCount() - rowsBegun + 1);
    }

    @Override
    public void close() {
        if (decoded != null) {
            decoded.close();
        }
    }
}
