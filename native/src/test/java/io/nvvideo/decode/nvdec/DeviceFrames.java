package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaEvent;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceCopy;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.Surface;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;

/**
 * Memory of a GPU where frames are put and stay, the oldest making place. Of one thread, which keeps it from video to video, as
 * those do who decode on GPUs for GPUs.
 */
public final class DeviceFrames implements AutoCloseable {
    /** What frames are there. */
    public enum As {
        /** As NVDEC writes them. */
        SURFACE,
        /** Packed, 8 bit. */
        RGB
    }

    private final NvdecGpu gpu;
    private final As as;
    private final DeviceMemory[] memory;
    private final CudaStream queue;
    private final CudaEvent read;
    private int taken;

    /**
     * @param count frames that are there at a time
     */
    public DeviceFrames(CudaDevice device, As as, int count) {
        gpu = NvdecGpu.of(device);
        this.as = as;
        memory = new DeviceMemory[count];
        queue = new CudaStream(device);
        read = new CudaEvent(device);
    }

    /** Ends when the picture's surface may be decoded to again, as the library's own way of taking pictures does. */
    void take(DuePicture picture, VideoSequence sequence, StreamFormat.Look look, NvdecSession session) {
        try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
            Surface surface = mapped.surface().cut(sequence.width(), sequence.height());
            if (as == As.SURFACE) {
                DeviceCopy.of(gpu.device(), surface, room(surface.byteSpan()), queue);
            } else {
                Geometry geometry = Geometry.of(
                        Output.RGB, surface.width(), surface.height(), look.format(), Orientation.UPRIGHT, "a clip");
                gpu.kernels()
                        .convert(
                                surface,
                                look.colour(sequence.height()),
                                geometry,
                                Output.RGB,
                                room(3L * surface.width() * surface.height()),
                                queue);
            }
            read.record(queue);
            read.synchronize();
        }
        taken++;
    }

    private DeviceMemory room(long bytes) {
        int at = taken % memory.length;
        if (memory[at] == null || memory[at].byteSize() < bytes) {
            if (memory[at] != null) {
                memory[at].close();
            }
            memory[at] = new DeviceMemory(gpu.device(), bytes);
        }
        return memory[at];
    }

    /** How many came since it was made. */
    public int taken() {
        return taken;
    }

    /** Where the last one is. */
    public DeviceMemory last() {
        return memory[(taken - 1) % memory.length];
    }

    /** Frees all; safe to call twice. */
    @Override
    public void close() {
        queue.close();
        read.close();
        for (DeviceMemory one : memory) {
            if (one != null) {
                one.close();
            }
        }
    }
}
