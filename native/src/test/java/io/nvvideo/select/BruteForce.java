package io.nvvideo.select;

import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Sampler.Listed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the samplers mean, said once more in the slowest and plainest way: by trying every frame and every tick. */
public final class BruteForce {
    /** An exact number of seconds. */
    private record Time(BigInteger num, BigInteger den) implements Comparable<Time> {
        static Time of(BigDecimal seconds) {
            return seconds.scale() > 0
                    ? new Time(seconds.unscaledValue(), BigInteger.TEN.pow(seconds.scale()))
                    : new Time(seconds.toBigIntegerExact(), BigInteger.ONE);
        }

        Time plus(Time other) {
            return new Time(num.multiply(other.den).add(other.num.multiply(den)), den.multiply(other.den));
        }

        @Override
        public int compareTo(Time other) {
            return num.multiply(other.den).compareTo(other.num.multiply(den));
        }
    }

    private final List<FrameInfo> frames;
    private final Window window;

    private BruteForce(List<FrameInfo> frames, Window window) {
        this.frames = frames;
        this.window = window;
    }

    /** The numbers of the frames that are chosen from all frames of a video. */
    public static Set<Integer> frames(List<FrameInfo> all, Sampler sampler, Window window) {
        return new BruteForce(all, window).choose(sampler);
    }

    private Time time(int frame) {
        return ticks(frame, frames.get(frame).pts());
    }

    private Time ticks(int frame, long ticks) {
        FrameInfo info = frames.get(frame);
        return new Time(
                BigInteger.valueOf(ticks)
                        .multiply(BigInteger.valueOf(info.timeBase().num())),
                BigInteger.valueOf(info.timeBase().den()));
    }

    /** When the video is over; null if nobody knows. */
    private Time end() {
        int last = frames.size() - 1;
        long duration = frames.get(last).duration();
        return duration > 0 ? ticks(last, frames.get(last).pts() + duration) : null;
    }

    private boolean hasNumberInWindow(int frame) {
        return position(window.startFrame(), 0) <= frame && frame < position(window.endFrame(), frames.size());
    }

    private int position(Integer given, int open) {
        return given == null ? open : given >= 0 ? given : Math.max(0, frames.size() + given);
    }

    private boolean isInWindow(Time time) {
        return (window.startTime() == null || time.compareTo(Time.of(window.startTime())) >= 0)
                && (window.endTime() == null || time.compareTo(Time.of(window.endTime())) < 0);
    }

    private List<Integer> window() {
        return IntStream.range(0, frames.size())
                .filter(frame -> hasNumberInWindow(frame) && isInWindow(time(frame)))
                .boxed()
                .toList();
    }

    /** The frame on display, -1 if there is none. */
    private int onDisplay(Time time) {
        int shown = -1;
        for (int frame = 0; frame < frames.size(); frame++) {
            shown = time(frame).compareTo(time) <= 0 ? frame : shown;
        }
        boolean over = shown == frames.size() - 1 && shown >= 0 && end() != null && time.compareTo(end()) >= 0;
        return over ? -1 : shown;
    }

    private Set<Integer> choose(Sampler sampler) {
        List<Integer> inside = window();
        if (sampler instanceof Sampler.Fps fps) {
            return onTicks(fps.rate(), inside);
        }
        if (sampler instanceof Sampler.AtTimes times) {
            return times.seconds().stream()
                    .map(Time::of)
                    .filter(this::isInWindow)
                    .map(this::onDisplay)
                    .filter(frame -> frame >= 0 && hasNumberInWindow(frame))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<Integer> chosen = new TreeSet<>();
        if (sampler instanceof Sampler.Spread spread) {
            double first = inside.isEmpty() ? 0 : inside.get(0);
            double last = inside.isEmpty() ? 0 : inside.get(inside.size() - 1);
            for (int i = 0; i < spread.n() && !inside.isEmpty(); i++) {
                double step = spread.n() == 1 ? 0 : (last - first) / (spread.n() - 1);
                chosen.add((int) Math.rint(first + i * step));
            }
        } else if (sampler instanceof Sampler.RandomFrames random) {
            inside.stream()
                    .sorted(Comparator.comparing((Integer frame) -> new BigInteger(
                            Long.toUnsignedString(FrameHash.of(random.seed(), random.identity(), frame)))))
                    .limit(random.n())
                    .forEach(chosen::add);
        } else {
            inside.stream().filter(frame -> isChosen(sampler, frame)).forEach(chosen::add);
        }
        return chosen;
    }

    private boolean isChosen(Sampler sampler, int frame) {
        if (sampler instanceof Sampler.EveryNth every) {
            return frame % every.n() == 0;
        }
        if (sampler instanceof Sampler.KeyFrames) {
            return frames.get(frame).keyFrame();
        }
        if (sampler instanceof Listed listed) {
            return listed.items().stream().anyMatch(item -> isNamed(item, frame));
        }
        return true;
    }

    private boolean isNamed(Listed.Item item, int frame) {
        int count = frames.size();
        if (item instanceof Listed.At at) {
            return at.number() == frame || at.number() + count == frame && at.number() < 0;
        }
        Listed.Range range = (Listed.Range) item;
        int step = Math.abs(range.step());
        if (range.step() > 0) {
            int from = position(range.from(), 0);
            return from <= frame && frame < position(range.to(), count) && (frame - from) % step == 0;
        }
        int from =
                range.from() == null ? count - 1 : Math.min(count - 1, range.from() + (range.from() < 0 ? count : 0));
        int to = range.to() == null ? -1 : Math.max(-1, range.to() + (range.to() < 0 ? count : 0));
        return to < frame && frame <= from && (from - frame) % step == 0;
    }

    private Set<Integer> onTicks(Ratio rate, List<Integer> inside) {
        Set<Integer> shown = new TreeSet<>();
        if (frames.isEmpty() || window.startTime() == null && inside.isEmpty()) {
            return shown;
        }
        Time step = new Time(BigInteger.valueOf(rate.den()), BigInteger.valueOf(rate.num()));
        Time start = window.startTime() == null ? time(inside.get(0)) : Time.of(window.startTime());
        List<Time> ticks = new ArrayList<>();
        for (Time tick = start; isBeforeEnd(tick) && ticks.size() < 1_000_000; ) {
            ticks.add(tick);
            tick = start.plus(new Time(step.num.multiply(BigInteger.valueOf(ticks.size())), step.den));
        }
        for (Time tick : ticks) {
            int frame = onDisplay(tick);
            if (frame >= 0 && hasNumberInWindow(frame)) {
                shown.add(frame);
            }
        }
        return shown;
    }

    private boolean isBeforeEnd(Time tick) {
        if (window.endTime() != null) {
            return tick.compareTo(Time.of(window.endTime())) < 0;
        }
        return end() != null ? tick.compareTo(end()) < 0 : tick.compareTo(time(frames.size() - 1)) <= 0;
    }
}
