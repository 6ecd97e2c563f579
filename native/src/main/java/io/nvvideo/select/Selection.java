package io.nvvideo.select;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** Which frames of a video are wanted. A value; knows nothing of any particular video. */
public sealed interface Selection extends Serializable {

    /** Every frame, in presentation order. */
    record All() implements Selection {}

    /**
     * Frames by index, in the order given, repetitions included. Negative ones count from the end, -1 being the last; one that a
     * video does not have is an error.
     */
    record Indices(int... indices) implements Selection {
        /** Copies the array. */
        public Indices {
            indices = indices.clone();
        }

        @Override
        public int[] indices() {
            return indices.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Indices that && Arrays.equals(indices, that.indices);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(indices);
        }

        @Override
        public String toString() {
            return "Indices" + Arrays.toString(indices);
        }
    }

    /**
     * A slice with Python's meaning of {@code [from:to:step]}: negative bounds count from the end, null bounds are open, and
     * bounds beyond the ends are cut to them.
     *
     * @param step not 0; negative goes backwards
     */
    record Slice(Integer from, Integer to, int step) implements Selection {
        /**
         * Checks the step.
         *
         * @throws IllegalArgumentException if it is 0
         */
        public Slice {
            if (step == 0) {
                throw new IllegalArgumentException("The step of a slice cannot be 0");
            }
        }
    }

    /**
     * The frames on display at the given times in seconds ({@code pts <= t < next pts}), in the order given. From the last frame's
     * time on it is the last one; a time before the first frame is an error.
     */
    record Times(double... seconds) implements Selection {
        /** Copies the array. */
        public Times {
            seconds = seconds.clone();
        }

        @Override
        public double[] seconds() {
            return seconds.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Times that && Arrays.equals(seconds, that.seconds);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(seconds);
        }

        @Override
        public String toString() {
            return "Times" + Arrays.toString(seconds);
        }
    }

    /**
     * The frames that a rule chooses in a window: ascending, distinct, and never an error. What a video does not have is not
     * there, because one rule serves many videos of different lengths.
     */
    record Sampled(Sampler sampler, Window window) implements Selection {
        /** Checks that both are there. */
        public Sampled {
            Objects.requireNonNull(sampler, "sampler");
            Objects.requireNonNull(window, "window");
        }
    }

    /** Every frame. */
    static Selection all() {
        return new All();
    }

    /** Frames by index; negative ones count from the end. */
    static Selection indices(int... indices) {
        return new Indices(indices);
    }

    /** Frames {@code from} to {@code to}, the latter excluded. */
    static Selection range(int from, int to) {
        return new Slice(from, to, 1);
    }

    /** Frames on display at those times in seconds. */
    static Selection times(double... seconds) {
        return new Times(seconds);
    }

    /** The frames that a rule chooses in a window. */
    static Selection sampled(Sampler sampler, Window window) {
        return new Sampled(sampler, window);
    }
}
