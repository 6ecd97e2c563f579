package io.nvvideo.spark.read;

import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU that Spark has given to a task: its resource {@code gpu}, where the cluster has one. */
final class TaskGpu {
    private static final String RESOURCE = "gpu";

    private TaskGpu() {}

    /**
     * The options with that GPU in them.
     *
     * @param task null outside of tasks
     */
    static ReadOptions given(ReadOptions options, TaskContext task) {
        ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(RESOURCE);
        return gpus == null || gpus.addresses().length == 0
                ? options
                : options.withTaskGpu(address(gpus.addresses(), task.partitionId()));
    }

    /** Tasks that were given several use one each, in turn. */
    static String address(String[] addresses, int partition) {
        return addresses[partition % addresses.length];
    }
}
