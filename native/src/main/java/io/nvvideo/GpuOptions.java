package io.nvvideo;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether and how GPUs decode.
 *
 * @param device what may decode
 * @param taskGpu the GPU that a scheduler gave to the task, by index or UUID; taken if {@code device} names none, empty for none
 * @param decoderCacheSize decoder sessions that each GPU keeps for the next videos; what the last video says counts for all
 * @param maxWidth pixels that sessions are made for at least, so that a later and larger stream can have them too; 0 for as many
 *     as the stream has
 * @param maxHeight the same of the height
 * @param latencyMode how soon pictures come
 */
public record GpuOptions(
        Device device, String taskGpu, int decoderCacheSize, int maxWidth, int maxHeight, LatencyMode latencyMode)
        implements Serializable {

    /** A GPU where there is one that can, eight sessions kept, each as large as its stream. */
    public static final GpuOptions DEFAULT = new GpuOptions(Device.AUTO, "", 8, 0, 0, LatencyMode.NATIVE);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public GpuOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(taskGpu, "taskGpu");
        Objects.requireNonNull(latencyMode, "latencyMode");
        if (decoderCacheSize < 0 || maxWidth < 0 || maxHeight < 0) {
            throw new IllegalArgumentException(
                    "Sessions and sizes are 0 or more, not " + decoderCacheSize + ", " + maxWidth + "x" + maxHeight);
        }
    }

    /** The same with another device. */
    public GpuOptions withDevice(Device other) {
        return new GpuOptions(other, taskGpu, decoderCacheSize, maxWidth, maxHeight, latencyMode);
    }

    /** The same with a GPU that a scheduler gave. */
    public GpuOptions withTaskGpu(String other) {
        return new GpuOptions(device, other, decoderCacheSize, maxWidth, maxHeight, latencyMode);
    }

    /** The same with another number of sessions. */
    public GpuOptions withDecoderCacheSize(int other) {
        return new GpuOptions(device, taskGpu, other, maxWidth, maxHeight, latencyMode);
    }

    /** The same with another size that sessions are made for at least. */
    public GpuOptions withMaxSize(int width, int height) {
        return new GpuOptions(device, taskGpu, decoderCacheSize, width, height, latencyMode);
    }

    /** The same with another latency. */
    public GpuOptions withLatencyMode(LatencyMode other) {
        return new GpuOptions(device, taskGpu, decoderCacheSize, maxWidth, maxHeight, other);
    }
}
