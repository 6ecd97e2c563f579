package io.nvvideo.decode;

/**
 * What GPUs have done for reading, and what their decoder sessions have cost.
 *
 * @param framesDecoded pictures that came out of a GPU's decoder, wanted or not
 * @param sessionsCreated decoder sessions that were made, which takes tens of milliseconds
 * @param sessionsReconfigured sessions that were set to another stream, which takes less
 * @param sessionsReused sessions that were taken as they were
 * @param waitNanos nanoseconds spent waiting for a session
 * @param videosOnCpu videos that were to be decoded on a GPU and went to the CPU, because it cannot
 */
public record GpuStatistics(
        long framesDecoded,
        long sessionsCreated,
        long sessionsReconfigured,
        long sessionsReused,
        long waitNanos,
        long videosOnCpu) {
    /** No GPU was asked for anything. */
    public static final GpuStatistics NONE = new GpuStatistics(0, 0, 0, 0, 0, 0);

    /** One video that went to the CPU. */
    public static final GpuStatistics ON_CPU = new GpuStatistics(0, 0, 0, 0, 0, 1);

    /** Both together. */
    public GpuStatistics plus(GpuStatistics other) {
        return new GpuStatistics(
                framesDecoded + other.framesDecoded,
                sessionsCreated + other.sessionsCreated,
                sessionsReconfigured + other.sessionsReconfigured,
                sessionsReused + other.sessionsReused,
                waitNanos + other.waitNanos,
                videosOnCpu + other.videosOnCpu);
    }
}
