package io.nvvideo.spark.read;

import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.image.Image;
import io.nvvideo.image.Output;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.util.Arrays;

/**
 * Decodes frames no further than rows are wanted: as many at a time as are still missing, because of some that are wanted none
 * may come (damage that is passed over, leading pictures that no decoder shows).
 */
final class DecodedFrames implements AutoCloseable {
    private final Video video;
    private final Output output;
    private final int[] frames;
    private final RowBudget budget;
    private int begun;
    private FrameReader reader;

    /**
     * Begins to decode.
     *
     * @param frames ascending
     * @param first position in {@code frames} of the first one to decode
     */
    DecodedFrames(Video video, Output output, int[] frames, int first, RowBudget budget) {
        this.video = video;
        this.output = output;
        this.frames = frames;
        this.budget = budget;
        this.begun = first;
        readOn();
    }

    /** Moves to the next frame; false at the end. Where it throws, it can be called again. */
    boolean next() {
        while (!reader.next()) {
            if (begun >= frames.length) {
                return false;
            }
            readOn();
        }
        return true;
    }

    FrameInfo info() {
        return reader.info();
    }

    Image image() {
        return reader.image();
    }

    private void readOn() {
        int from = begun;
        begun += (int) Math.min(frames.length - from, Math.max(1, budget.left()));
        reader = video.frames(Selection.indices(Arrays.copyOfRange(frames, from, begun)), output);
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
