package io.nvvideo.select;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Sampler.Listed;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The frames that a sampler chooses in one video. Pure; what the video does not have is left out. */
final class Samples {
    private final FrameIndex index;
    private final Window window;
    /** The window in frame numbers, by {@code startFrame} and {@code endFrame} alone. */
    private final int fromNumber;

    private final int toNumber;
    /** The window in frame numbers, by times as well. */
    private final int from;

    private final int to;

    private Samples(FrameIndex index, Window window) {
        this.index = index;
        this.window = window;
        int count = index.frameCount();
        this.fromNumber = Slices.bound(window.startFrame(), 0, count, 0, count);
        this.toNumber = Slices.bound(window.endFrame(), count, count, 0, count);
        int earliest =
                window.startTime() == null ? 0 : firstAtOrAfter(Ticks.ceil(window.startTime(), index.timeBase()));
        int latest = window.endTime() == null ? count : firstAtOrAfter(Ticks.ceil(window.endTime(), index.timeBase()));
        this.from = Math.max(fromNumber, earliest);
        this.to = Math.max(from, Math.min(toNumber, latest));
    }

    /** Ascending and distinct. */
    static int[] frames(FrameIndex index, Sampler sampler, Window window) {
        return new Samples(index, window).frames(sampler);
    }

    private int[] frames(Sampler sampler) {
        if (sampler instanceof Sampler.Fps fps) {
            return displayedOnTicks(fps);
        }
        if (sampler instanceof Sampler.AtTimes times) {
            return displayedAt(times);
        }
        if (sampler instanceof Sampler.EveryNth every) {
            return inWindow(frame -> frame % every.n() == 0);
        }
        if (sampler instanceof Sampler.Spread spread) {
            return spread(spread.n());
        }
        if (sampler instanceof Listed listed) {
            BitSet named = named(listed);
            return inWindow(named::get);
        }
        if (sampler instanceof Sampler.KeyFrames) {
            return inWindow(index::isKey);
        }
        if (sampler instanceof Sampler.RandomFrames random) {
            return random(random);
        }
        return inWindow(frame -> true);
    }

    private int[] inWindow(IntPredicate rule) {
        return IntStream.range(from, to).filter(rule).toArray();
    }

    /** The first frame whose pts is that of a tick or later; the number of frames if there is none. */
    private int firstAtOrAfter(long tick) {
        int low = 0;
        int high = index.frameCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (index.pts(middle) < tick) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int[] displayedOnTicks(Sampler.Fps fps) {
        if (window.startTime() == null && from == to) {
            return new int[0];
        }
        DisplayTicks ticks = DisplayTicks.of(index, fps.rate(), window, from);
        return IntStream.range(fromNumber, toNumber)
                .filter(ticks::isShownOnTick)
                .toArray();
    }

    private int[] displayedAt(Sampler.AtTimes times) {
        BitSet shown = new BitSet();
        for (BigDecimal seconds : times.seconds()) {
            boolean inside = (window.startTime() == null || seconds.compareTo(window.startTime()) >= 0)
                    && (window.endTime() == null || seconds.compareTo(window.endTime()) < 0);
            int frame = inside ? onDisplay(Ticks.floor(seconds, index.timeBase())) : -1;
            if (frame >= fromNumber && frame < toNumber) {
                shown.set(frame);
            }
        }
        return shown.stream().toArray();
    }

    /** The frame on display at a tick, and until the next one; -1 if nothing is. */
    private int onDisplay(long tick) {
        int count = index.frameCount();
        int frame = (tick == Long.MAX_VALUE ? count : firstAtOrAfter(tick + 1)) - 1;
        if (frame == count - 1 && frame >= 0 && index.duration(frame) > 0) {
            long end = index.pts(frame) + index.duration(frame);
            // Less than the pts is an overflow, which only damaged files have.
            return tick < end || end < index.pts(frame) ? frame : -1;
        }
        return frame;
    }

    private int[] spread(int n) {
        int count = to - from;
        if (n >= count) {
            return inWindow(frame -> true);
        }
        if (n == 1) {
            return new int[] {from};
        }
        int last = to - 1;
        // The steps of numpy.linspace, one by one: rounding a position that is a half depends on them.
        double step = (double) (last - from) / (n - 1);
        return IntStream.range(0, n)
                .map(i -> i == n - 1 ? last : (int) Math.rint(i * step + from))
                .distinct()
                .toArray();
    }

    private BitSet named(Listed listed) {
        int count = index.frameCount();
        BitSet named = new BitSet();
        for (Listed.Item item : listed.items()) {
            if (item instanceof Listed.At at) {
                long frame = at.number() < 0 ? (long) at.number() + count : at.number();
                if (frame >= 0 && frame < count) {
                    named.set((int) frame);
                }
            } else {
                Listed.Range range = (Listed.Range) item;
                Slices.numbers(range.from(), range.to(), range.step(), count).forEach(named::set);
            }
        }
        return named;
    }

    private record Drawn(long hash, int frame) {}

    private int[] random(Sampler.RandomFrames rule) {
        long key = FrameHash.key(rule.seed(), rule.identity());
        // The largest one first, so that it can make room for a smaller one.
        PriorityQueue<Drawn> smallest = new PriorityQueue<>((a, b) -> {
            int order = Long.compareUnsigned(b.hash, a.hash);
            return order != 0 ? order : Integer.compare(b.frame, a.frame);
        });
        for (int frame = from; frame < to; frame++) {
            long hash = FrameHash.of(key, frame);
            if (smallest.size() < rule.n()) {
                smallest.add(new Drawn(hash, frame));
            } else if (Long.compareUnsigned(hash, smallest.element().hash) < 0) {
                smallest.remove();
                smallest.add(new Drawn(hash, frame));
            }
        }
        return smallest.stream().mapToInt(Drawn::frame).sorted().toArray();
    }
}
