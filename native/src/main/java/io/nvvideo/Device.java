package io.nvvideo;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * Where videos are decoded, as people write it: {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:0}, {@code cuda:GPU-8f...}.
 *
 * @param kind what may decode
 * @param gpu which GPU, by index or UUID (or the beginning of one); empty if it is not named
 */
public record Device(Kind kind, String gpu) implements Serializable {
    /** What may decode. */
    public enum Kind {
        /** A GPU where there is one that can, else the CPU. */
        AUTO,
        /** The CPU. */
        CPU,
        /** A GPU, or an error that says why not. */
        CUDA
    }

    private static final String CUDA_PREFIX = "cuda:";

    /** A GPU where there is one that can, else the CPU. */
    public static final Device AUTO = new Device(Kind.AUTO, "");

    /** The CPU. */
    public static final Device CPU = new Device(Kind.CPU, "");

    /** A GPU that is not named: the task's, else the only one that is visible. */
    public static final Device CUDA = new Device(Kind.CUDA, "");

    /**
     * Checks that only GPUs have names.
     *
     * @throws IllegalArgumentException if another kind has one
     */
    public Device {
        Objects.requireNonNull(kind, "kind");
        if (!gpu.isEmpty() && kind != Kind.CUDA) {
            throw new IllegalArgumentException(kind + " is no GPU");
        }
    }

    /**
     * Reads a name such as {@code cuda:0}, in any case; whether there is such a GPU is not looked at.
     *
     * @throws IllegalArgumentException with a text that says what it may be
     */
    public static Device parse(String text) {
        String wanted = text.strip();
        String lower = wanted.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "auto":
                return AUTO;
            case "cpu":
                return CPU;
            case "cuda":
                return CUDA;
            default:
                break;
        }
        String gpu = lower.startsWith(CUDA_PREFIX) ? wanted.substring(CUDA_PREFIX.length()) : "";
        if (gpu.matches("\\d{1,4}|(?i:GPU|MIG)-[0-9a-fA-F-]+")) {
            return new Device(Kind.CUDA, gpu);
        }
        throw new IllegalArgumentException("it is auto, cpu, cuda, or cuda: and the index or UUID of a GPU");
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return gpu.isEmpty() ? name : name + ":" + gpu;
    }
}
