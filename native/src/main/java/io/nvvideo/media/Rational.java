package io.nvvideo.media;

import java.io.Serializable;

/** An exact fraction, such as a time base (seconds per tick) or a frame rate (frames per second). */
public record Rational(int num, int den) implements Serializable {

    /** Whether it stands for a number above zero; FFmpeg writes 0/0 or 0/1 for "unknown". */
    public boolean isPositive() {
        return num > 0 && den > 0;
    }

    /** The value as a double; NaN if the denominator is zero. */
    public double toDouble() {
        return den == 0 ? Double.NaN : (double) num / den;
    }

    /** {@code ticks} of this time base in seconds; not finite if the denominator is zero. */
    public double seconds(long ticks) {
        return (double) ticks * num / den;
    }

    @Override
    public String toString() {
        return num + "/" + den;
    }
}
