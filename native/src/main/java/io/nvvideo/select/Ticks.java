package io.nvvideo.select;

import io.nvvideo.media.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Seconds in ticks of a stream, without any rounding that would put a frame on the wrong side of a time. */
final class Ticks {
    /** More decimal digits before or behind the point than any number of ticks has. */
    private static final int MANY_DIGITS = 60;

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Ticks() {}

    /** The first tick at or after a time: {@code pts * timeBase >= seconds} if and only if {@code pts >= ceil}. */
    static long ceil(BigDecimal seconds, Rational timeBase) {
        return divide(seconds, timeBase, RoundingMode.CEILING);
    }

    /** The last tick at or before a time: {@code pts * timeBase <= seconds} if and only if {@code pts <= floor}. */
    static long floor(BigDecimal seconds, Rational timeBase) {
        return divide(seconds, timeBase, RoundingMode.FLOOR);
    }

    private static long divide(BigDecimal seconds, Rational timeBase, RoundingMode mode) {
        BigDecimal bounded = bounded(seconds);
        BigInteger ticks = bounded.multiply(BigDecimal.valueOf(timeBase.den()))
                .divide(BigDecimal.valueOf(timeBase.num()), 0, mode)
                .toBigInteger();
        return ticks.min(MAX).max(MIN).longValue();
    }

    /**
     * The same side of every tick as the given time, with few digits: 1E+1000000000 is a short text, and a number that fits
     * into no memory.
     */
    static BigDecimal bounded(BigDecimal seconds) {
        long integerDigits = (long) seconds.precision() - seconds.scale();
        if (seconds.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (integerDigits > MANY_DIGITS) {
            return BigDecimal.valueOf(seconds.signum(), -MANY_DIGITS);
        }
        return integerDigits < -MANY_DIGITS ? BigDecimal.valueOf(seconds.signum(), MANY_DIGITS) : seconds;
    }
}
