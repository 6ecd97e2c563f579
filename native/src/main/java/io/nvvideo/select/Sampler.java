package io.nvvideo.select;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A rule that chooses frames of any video. Goes with a {@link Window}; gives ascending, distinct frames; what a video does
 * not have (an index or a time beyond its end) is simply not there, because one rule serves millions of videos of different
 * lengths. Immutable values.
 *
 * <p><b>On display</b> at time t is the last frame with {@code pts <= t}, from its pts to that of the next frame; the last
 * frame for its duration, or from its pts on if that is unknown. Before the first frame nothing is. Times are compared
 * exactly, never as floating-point numbers.
 */
public sealed interface Sampler extends Serializable {

    /** Every frame of the window. */
    record All() implements Sampler {}

    /**
     * The frames on display at start, start + 1/rate, start + 2/rate, and so on, each once.
     *
     * <p>Start is the window's {@code startTime} or, without one, the time of the first frame in the window. Times go on to
     * the window's {@code endTime} or, without one, to the end of the video: the pts of its last frame plus that frame's
     * duration; just behind the pts if the duration is unknown. The end itself is outside. The frame on display at
     * {@code startTime} may have been shown shortly before it. With the stream's own rate every frame comes, unless the
     * container has rounded their times (Matroska to milliseconds): two rounded times can lie between two ticks.
     *
     * @param rate frames per second
     */
    record Fps(Ratio rate) implements Sampler {
        /** Checks that it is there. */
        public Fps {
            Objects.requireNonNull(rate, "rate");
        }

        /** Reads a rate such as {@code 1}, {@code 0.5} or {@code 30000/1001}; see {@link Ratio#parse}. */
        public static Fps parse(String text) {
            return new Fps(Ratio.parse(text));
        }
    }

    /**
     * The frames of the window whose number is divisible by n: numbers count from the beginning of the video.
     *
     * @param n at least 1
     */
    record EveryNth(int n) implements Sampler {
        /** Checks the range. */
        public EveryNth {
            requirePositive(n);
        }
    }

    /**
     * n frames spread evenly over the window, from its first to its last: {@code round(linspace(first, last, n))}, with
     * NumPy's {@code linspace} (in double precision) and rounding (half to even). One frame is the first; where there are
     * fewer than n, each comes once.
     *
     * @param n at least 1
     */
    record Spread(int n) implements Sampler {
        /** Checks the range. */
        public Spread {
            requirePositive(n);
        }
    }

    /**
     * The frames of the window that a list names; numbers count from the beginning of the video, negative ones from its end.
     *
     * @param items single frames and slices
     */
    record Listed(List<Item> items) implements Sampler {
        /** Copies the list. */
        public Listed {
            items = List.copyOf(items);
        }

        /** One entry of the list. */
        public sealed interface Item extends Serializable {}

        /** One frame; -1 is the last. */
        public record At(int number) implements Item {}

        /**
         * A slice with Python's meaning of {@code from:to:step}; null is an open end.
         *
         * @param step not 0; which way it goes changes the frames, not their order
         */
        public record Range(Integer from, Integer to, int step) implements Item {
            /** Checks the step. */
            public Range {
                if (step == 0) {
                    throw new IllegalArgumentException("the step of a slice cannot be 0");
                }
            }
        }

        /**
         * Reads a list such as {@code 0,30,-1,10:20,::25}.
         *
         * @throws IllegalArgumentException with a text that can follow "Cannot read it: "
         */
        public static Listed parse(String text) {
            return new Listed(SamplerTexts.items(text));
        }
    }

    /**
     * The frames on display at the given times, where these lie in the window.
     *
     * @param seconds exact, as stored (not rebased to 0)
     */
    record AtTimes(List<BigDecimal> seconds) implements Sampler {
        /** Copies the list, and makes equal times equal. */
        public AtTimes {
            seconds = seconds.stream().map(BigDecimal::stripTrailingZeros).toList();
        }

        /**
         * Reads a list of seconds such as {@code 0, 1.5, 12.04}.
         *
         * @throws IllegalArgumentException with a text that can follow "Cannot read it: "
         */
        public static AtTimes parse(String text) {
            return new AtTimes(Arrays.stream(text.split(",", -1))
                    .map(item -> SamplerTexts.seconds(item, text))
                    .toList());
        }
    }

    /** The key frames of the window: those that decoding can start with. */
    record KeyFrames() implements Sampler {}

    /**
     * n distinct frames of the window, or all if there are fewer: those with the n smallest {@link FrameHash}es, the lower
     * number first where two are equal. The same for the same seed and identity, on every machine and in every version.
     *
     * @param n at least 1
     * @param seed another one gives other frames
     * @param identity what tells this video from others, such as its path and length
     */
    record RandomFrames(int n, long seed, String identity) implements Sampler {
        /** Checks the range. */
        public RandomFrames {
            requirePositive(n);
            Objects.requireNonNull(identity, "identity");
        }

        /** The same rule for another video. */
        public RandomFrames withIdentity(String other) {
            return new RandomFrames(n, seed, other);
        }
    }

    private static void requirePositive(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(n + " is not at least 1");
        }
    }
}
