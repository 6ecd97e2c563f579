package io.nvvideo.select;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Indices, windows and what samplers take of them. */
final class SampledFrames {
    static final Rational HUNDREDTHS = new Rational(1, 100);

    private SampledFrames() {}

    /** Frames at the given ticks; every {@code gop}-th one is a key frame. */
    static FrameIndex index(Rational timeBase, int gop, long lastDuration, long... pts) {
        PacketTable.Builder packets = new PacketTable.Builder();
        for (int i = 0; i < pts.length; i++) {
            packets.add(pts[i], pts[i], 1, i * 100L, 100, i % gop == 0, false, false, false);
        }
        int[] order = IntStream.range(0, pts.length).toArray();
        return new FrameIndex(timeBase, packets.build(), order, order.clone(), pts, lastDuration);
    }

    /** Ten frames, one every 0.1 s from 0 to 0.9, the last one shown until 1.0; key frames 0, 4 and 8. */
    static FrameIndex ten() {
        return index(HUNDREDTHS, 4, 10, LongStream.range(0, 10).map(i -> i * 10).toArray());
    }

    /** A video without frames. */
    static FrameIndex empty() {
        return index(HUNDREDTHS, 1, 0);
    }

    /** What a sampler takes of a window. */
    static int[] frames(FrameIndex index, Sampler sampler, Window window) {
        return Planner.frames(index, Selection.sampled(sampler, window));
    }

    static int[] frames(FrameIndex index, Sampler sampler) {
        return frames(index, sampler, Window.ALL);
    }

    /** From one time to another in seconds; null for none. */
    static Window times(String start, String end) {
        return new Window(
                start == null ? null : new BigDecimal(start), end == null ? null : new BigDecimal(end), null, null);
    }

    /** From one frame to another; null for none. */
    static Window numbers(Integer start, Integer end) {
        return new Window(null, null, start, end);
    }
}
