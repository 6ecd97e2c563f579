package io.nvvideo.spark.read;

import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.media.FrameInfo;

/**
 * A row of the {@code frames} view.
 *
 * @param streamIndex null if it is not known
 * @param info null in the row that tells of an error
 * @param shape null unless a column needs it
 * @param image null unless a column needs its pixels; valid until the next row is asked for
 * @param metadata null unless a column needs it, and in the row that tells of an error
 * @param error what could not be read, or null
 */
record FrameRow(
        FileSplit split,
        Integer streamIndex,
        FrameInfo info,
        ImageShape shape,
        Image image,
        VideoRow metadata,
        String error)
        implements FileRow {

    /** The row that tells of an error. */
    static FrameRow ofError(FileSplit split, Integer streamIndex, String error) {
        return new FrameRow(split, streamIndex, null, null, null, null, error);
    }

    @Override
    public VideoFile file() {
        return split.file();
    }

    @Override
    public long pixelBytes() {
        return image == null ? 0 : image.shape().byteSize();
    }
}
