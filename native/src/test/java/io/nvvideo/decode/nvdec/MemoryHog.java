package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DeviceMemory;
import java.util.ArrayList;
import java.util.List;

/** All that is free of a GPU's memory, by plain allocations: a large one, and ever smaller ones for what it leaves. */
final class MemoryHog implements AutoCloseable {
    private static final long STEP = 64L << 20;
    private static final long LEAST = 1L << 20;

    private final List<DeviceMemory> pieces = new ArrayList<>();
    private long bytes;

    MemoryHog(CudaDevice device) {
        long large = device.freeBytes();
        while (large > STEP && !take(device, large)) {
            large -= STEP;
        }
        for (long small = STEP; small >= LEAST; ) {
            small = take(device, small) ? small : small / 2;
        }
    }

    private boolean take(CudaDevice device, long size) {
        try {
            pieces.add(new DeviceMemory(device, size));
            bytes += size;
            return true;
        } catch (VideoException e) {
            if (e.code() != Code.DEVICE_MEMORY) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        pieces.forEach(DeviceMemory::close);
        pieces.clear();
    }

    @Override
    public String toString() {
        return (bytes >> 20) + " MiB";
    }
}
