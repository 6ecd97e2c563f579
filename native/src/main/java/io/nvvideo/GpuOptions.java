package io.nvvideo;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether and how GPUs decode.
 *
 * @param device what may decode
 * @param taskGpu the GPU that a scheduler gave to the task, by index or UUID, for who does not name one; empty for none
 * @param decoderCacheSize sessions that are kept on each GPU while nobody uses them; what the last video says counts for all
 * @param maxWidth sessions are made at least this large, in pixels, so that they are kept for larger streams; 0: no wish
 * @param maxHeight sessions are made at least this large, in pixels; 0: no wish
 * @param latencyMode how soon pictures come
 */
public record GpuOptions(
        Device device, String taskGpu, int decoderCacheSize, int maxWidth, int maxHeight, LatencyMode latencyMode)
        implements Serializable {

    /** A GPU where there is one that can, eight sessions. */
    public static final GpuOptions DEFAULT = new GpuOptions(Device.AUTO, "", 8, 0, 0, LatencyMode.NATIVE);

    /** Checks the ranges. */
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
