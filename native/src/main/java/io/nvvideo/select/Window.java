package io.nvvideo.select;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The part of a video that a {@link Sampler} looks at; null is an open end. Half open: the ends themselves are outside. A
 * frame is inside if its time, {@code pts * timeBase} exactly, and its number are. A window that a video does not reach is
 * empty in it, and no error.
 *
 * @param startTime seconds, as stored (not rebased to 0)
 * @param endTime seconds
 * @param startFrame frame number; negative ones count from the end, as in a slice of Python
 * @param endFrame frame number; negative ones count from the end
 */
public record Window(BigDecimal startTime, BigDecimal endTime, Integer startFrame, Integer endFrame)
        implements Serializable {

    /** The whole video. */
    public static final Window ALL = new Window(null, null, null, null);

    /** Makes equal times equal, 1.0 and 1.00 for one. */
    public Window {
        startTime = startTime == null ? null : startTime.stripTrailingZeros();
        endTime = endTime == null ? null : endTime.stripTrailingZeros();
    }
}
