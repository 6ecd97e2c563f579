package io.nvvideo.spark.read;

import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.ImageShapes;
import io.nvvideo.image.Output;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Leaves;
import java.util.Set;

/** The frames of a video. Decodes only if a column needs a decoded picture; otherwise rows come from the index. */
final class FrameRows implements FileRows {
    /** The part of the file's end, and of what happened to this task (a store that does not answer). */
    private static final long BEHIND_ALL_FRAMES = Long.MAX_VALUE;

    private final FileSplit split;
    /** Null unless a column or condition needs it. */
    private final VideoRow metadata;

    private final int streamIndex;
    private final FrameIndex index;
    /** The wanted frames, ascending. */
    private final int[] frames;

    private final ImageShape shape;
    private final DecodedFrames decoded;
    private final RowFilter filter;
    /** All frames are decoded for the errors that may come; those that are not wanted are then left out. */
    private final boolean seeksErrors;

    private final boolean withPixels;
    private final boolean concealedIsFailure;
    private final String path;
    /** What cut the video off, if anything did: said at the end, by the split that has it. */
    private VideoException damage;

    private int rowsBegun;
    private FrameRow row;

    FrameRows(FileSplit split, Video video, ReadOptions options, Set<Need> needs, RowFilter filter, RowBudget budget) {
        this.split = split;
        VideoFile file = split.file();
        this.index = video.index();
        this.streamIndex = video.streamIndex();
        this.metadata = needs.contains(Need.STREAMS)
                ? new VideoRow(file, video.container(), video.stream(), index.summary(), null)
                : null;
        // That there is no frame at all is no more a matter of the end than of any other part.
        boolean tells = index.frameCount() == 0 ? split.isFirst() : split.isLast();
        this.damage = tells ? video.damage() : null;
        this.path = file.path();
        this.concealedIsFailure = options.mode() != ReadMode.PERMISSIVE;
        this.withPixels = needs.contains(Need.PIXELS);
        this.shape = needs.contains(Need.SHAPE) ? shape(video.stream(), options.output(), file) : null;
        int[] owned = Planner.owned(index, video.select(selection(options, file)), split.start(), split.end());
        boolean decodes = Need.decode(needs);
        this.filter = filter;
        this.seeksErrors = decodes && filter.mayWantError(FrameRow.ofError(split, streamIndex, Leaves.SOME_TEXT));
        this.frames =
                filter.frames(owned, number -> row(index.info(streamIndex, number), null), !withPixels, seeksErrors);
        this.rowsBegun = budget.passOver(frames.length);
        // What opening a decoder says of a file, the first split tells for all; and then nobody tells of the file's
        // end.
        boolean tellsOfDecoder = owned.length == 0 && (split.isFirst() || split.isLast());
        this.decoded = decodes && (rowsBegun < frames.length || tellsOfDecoder)
                ? new DecodedFrames(video, options.output(), frames, rowsBegun, budget)
                : null;
    }

    private static ImageShape shape(VideoStream stream, Output output, VideoFile file) {
        return stream.pixelFormat() == null
                ? null
                : ImageShapes.of(
                        output,
                        stream.width(),
                        stream.height(),
                        stream.pixelFormat(),
                        stream.orientation(),
                        file.path());
    }

    private static Selection selection(ReadOptions options, VideoFile file) {
        Selection.Sampled selection = options.selection();
        return selection.sampler() instanceof Sampler.RandomFrames random
                ? Selection.sampled(random.withIdentity(file.identity()), selection.window())
                : selection;
    }

    @Override
    public boolean next() {
        row = null;
        if (decoded == null) {
            if (rowsBegun >= frames.length) {
                tellDamage();
                return false;
            }
            row = row(index.info(streamIndex, frames[rowsBegun++]), null);
            return true;
        }
        rowsBegun++;
        while (decoded.next()) {
            refuseConcealed(decoded.info());
            if (readDecoded()) {
                return true;
            }
        }
        tellDamage();
        return false;
    }

    /** Makes the decoded frame the current row; false if it is not wanted. */
    private boolean readDecoded() {
        FrameInfo info = decoded.info();
        if (seeksErrors && !filter.mayWantFrame(row(info, null), !withPixels)) {
            return false;
        }
        FrameRow read = row(info, withPixels ? image(info) : null);
        if (filter.asksForShape() && !filter.wants(read)) {
            return false;
        }
        row = read;
        return true;
    }

    private Image image(FrameInfo info) {
        try {
            return decoded.image();
        } catch (VideoException e) {
            throw e.ofFrame(info.index());
        }
    }

    /** What a decoder made up is not what the file holds: only who asks for it gets it, marked by is_corrupt. */
    private void refuseConcealed(FrameInfo info) {
        if (concealedIsFailure && Boolean.TRUE.equals(info.corrupt())) {
            throw new VideoException(
                    VideoException.Code.CORRUPT,
                    "Cannot read frame " + info.index() + " of " + path
                            + ": it is damaged, or a frame before it is that it may be predicted from, and the decoder could"
                            + " only guess parts of it. Option mode=PERMISSIVE reads it all the same and marks it by"
                            + " is_corrupt.");
        }
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
        return new FrameRow(split, info.streamIndex(), info, itsShape, image, metadata, null);
    }

    /** A failure belongs to the key frame that decoding of its frame begins with, and is told where that is read. */
    @Override
    public long partOf(VideoException failure) {
        int frame = (int) failure.frame();
        if (frame < 0) {
            return BEHIND_ALL_FRAMES;
        }
        boolean here = Planner.owned(index, new int[] {frame}, split.start(), split.end()).length > 0;
        return here ? Planner.startPacket(index, frame) : OTHERS_TELL;
    }

    @Override
    public FileRow row() {
        return row;
    }

    @Override
    public long rowsAtMost() {
        // The current row has begun, and is still to be written.
        return Math.max(1, (long) frames.length - rowsBegun + 1);
    }

    @Override
    public void close() {
        if (decoded != null) {
            decoded.close();
        }
    }
}
