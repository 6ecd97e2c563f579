package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Frames in sequence, some at a time; decoding goes on where the last batch ended. */
final class Batches {
    private final BiFunction<Selection, Output, FrameReader> opener;
    /** Null until a batch is asked for, and after each {@link #end}. */
    private FrameReader reader;

    private Output output;
    private int position;
    /** What ended a batch before it was full, to be told when the frames before it have been given; null for nothing. */
    private VideoException untold;

    /** @param opener begins to read a selection */
    Batches(BiFunction<Selection, Output, FrameReader> opener) {
        this.opener = opener;
    }

    /** Number of the frame that the next batch begins with. */
    int position() {
        return position;
    }

    /** The next batch begins with this frame. */
    void moveTo(int frame) {
        position = frame;
        end();
    }

    /** Fewer than {@code size} at the end and before a frame that fails, none behind the end. */
    List<Frame> next(int size, Output wanted) {
        if (size < 1) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT, "Cannot read a batch of " + size + " frames: ask for at least one.");
        }
        if (reader == null || !wanted.equals(output)) {
            end();
            reader = opener.apply(new Selection.Slice(position, null, 1), wanted);
            output = wanted;
        }
        if (untold != null) {
            VideoException failure = untold;
            untold = null;
            throw failure;
        }
        List<Frame> batch = new ArrayList<>(size);
        while (batch.size() < size) {
            try {
                if (!reader.next()) {
                    break;
                }
                Frame frame = Frame.of(reader);
                batch.add(frame);
                position = (int) frame.info().index() + 1;
            } catch (VideoException e) {
                if (batch.isEmpty()) {
                    throw e;
                }
                untold = e;
                break;
            }
        }
        return batch;
    }

    /** Ends decoding; the next batch begins it again at the same place. */
    void end() {
        untold = null;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
