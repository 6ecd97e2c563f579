package io.nvvideo;

import io.nvvideo.io.ByteSource;
import java.nio.file.Path;

/** What GPUs are compared with: also where there is a GPU, the CPU decodes. */
public final class OnCpu {
    private OnCpu() {}

    public static Video open(Path file) {
        return Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withDevice(Device.CPU));
    }
}
