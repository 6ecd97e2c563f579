package io.nvvideo.select;

import io.nvvideo.media.FrameIndex;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Tells whether a frame is on display at one of the times start, start + 1/rate, start + 2/rate, and so on before the end.
 * All times are whole numbers of one unit, small enough for time base, rate and start alike, so that nothing is ever rounded;
 * a frame is decided by arithmetic, so that no rate, however high, makes work.
 */
final class DisplayTicks {
    private final FrameIndex index;
    /** Units per tick of the stream. */
    private final BigInteger unitsPerTick;

    private final BigInteger start;
    private final BigInteger step;
    /** Exclusive; null if nothing ends the times. */
    private final BigInteger end;

    private DisplayTicks(FrameIndex index, BigInteger unitsPerTick, BigInteger start, BigInteger step, BigInteger end) {
        this.index = index;
        this.unitsPerTick = unitsPerTick;
        this.start = start;
        this.step = step;
        this.end = end;
    }

    /**
     * The times of a rate in a window.
     *
     * @param first the first frame of the window, whose time is the start where the window has none
     */
    static DisplayTicks of(FrameIndex index, Ratio rate, Window window, int first) {
        BigDecimal startTime = window.startTime() == null ? null : Ticks.bounded(window.startTime());
        int scale = startTime == null ? 0 : Math.max(0, startTime.scale());
        BigInteger tenth = BigInteger.TEN.pow(scale);
        BigInteger rateNum = BigInteger.valueOf(rate.num());
        // One unit is 1 / (time base's denominator * 10^scale * rate's numerator) seconds.
        BigInteger unitsPerSecond =
                BigInteger.valueOf(index.timeBase().den()).multiply(tenth).multiply(rateNum);
        BigInteger unitsPerTick =
                BigInteger.valueOf(index.timeBase().num()).multiply(tenth).multiply(rateNum);
        BigInteger step =
                BigInteger.valueOf(index.timeBase().den()).multiply(tenth).multiply(BigInteger.valueOf(rate.den()));
        BigInteger start = startTime == null
                ? BigInteger.valueOf(index.pts(first)).multiply(unitsPerTick)
                : startTime.multiply(new BigDecimal(unitsPerSecond)).toBigIntegerExact();
        return new DisplayTicks(index, unitsPerTick, start, step, end(index, window, unitsPerSecond, unitsPerTick));
    }

    private static BigInteger end(FrameIndex index, Window window, BigInteger unitsPerSecond, BigInteger unitsPerTick) {
        if (window.endTime() != null) {
            // Times are whole units: one lies before the end if it lies before the first unit at or behind it.
            return Ticks.bounded(window.endTime())
                    .multiply(new BigDecimal(unitsPerSecond))
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .toBigInteger();
        }
        int last = index.frameCount() - 1;
        if (last < 0) {
            return null;
        }
        BigInteger shown = BigInteger.valueOf(index.pts(last)).multiply(unitsPerTick);
        return index.duration(last) > 0 ? endOfLast(index, unitsPerTick) : shown.add(BigInteger.ONE);
    }

    private static BigInteger endOfLast(FrameIndex index, BigInteger unitsPerTick) {
        int last = index.frameCount() - 1;
        return BigInteger.valueOf(index.pts(last))
                .add(BigInteger.valueOf(index.duration(last)))
                .multiply(unitsPerTick);
    }

    /** Whether one of the times falls into what the frame is on display for. */
    boolean isShownOnTick(int frame) {
        BigInteger shown = BigInteger.valueOf(index.pts(frame)).multiply(unitsPerTick);
        BigInteger number = shown.subtract(start).add(step).subtract(BigInteger.ONE);
        // Rounded up, and none before the first: below zero, division truncates towards it.
        BigInteger tick =
                number.signum() <= 0 ? start : start.add(number.divide(step).multiply(step));
        return (end == null || tick.compareTo(end) < 0) && isBeforeNext(frame, tick);
    }

    private boolean isBeforeNext(int frame, BigInteger tick) {
        if (frame + 1 < index.frameCount()) {
            return tick.compareTo(BigInteger.valueOf(index.pts(frame + 1)).multiply(unitsPerTick)) < 0;
        }
        return index.duration(frame) <= 0 || tick.compareTo(endOfLast(index, unitsPerTick)) < 0;
    }
}
