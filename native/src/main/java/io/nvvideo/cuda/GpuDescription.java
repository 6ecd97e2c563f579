package io.nvvideo.cuda;

import java.io.Serializable;

/**
 * A GPU as the driver describes it.
 *
 * @param index the driver's number, after {@code CUDA_VISIBLE_DEVICES}
 * @param name such as {@code NVIDIA L4}
 * @param uuid {@code GPU-} and 32 hexadecimal digits in groups, as {@code nvidia-smi -L} writes it
 * @param computeMajor compute capability, first number
 * @param computeMinor compute capability, second number
 * @param memoryBytes of the whole device
 */
public record GpuDescription(int index, String name, String uuid, int computeMajor, int computeMinor, long memoryBytes)
        implements Serializable {

    /** Index, name, UUID, compute capability and memory on one line. */
    @Override
    public String toString() {
        return index + ": " + name + ", " + uuid + ", compute capability " + computeMajor + "." + computeMinor + ", "
                + (memoryBytes >> 20) + " MiB";
    }
}
