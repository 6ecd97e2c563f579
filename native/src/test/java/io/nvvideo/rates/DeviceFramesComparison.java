package io.nvvideo.rates;

import io.nvvideo.DeviceVideo;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.decode.nvdec.StreamOptions;
import io.nvvideo.select.Selection;
import java.nio.file.Path;

/** Frames that stayed on the GPU, fetched after all, against the CPU's: a line each. Run in a JVM that has the mock driver. */
public final class DeviceFramesComparison {
    private static final int[] NUMBERS = {0, 3, 17, 18, 29, 41};

    private DeviceFramesComparison() {}

    /** The files. */
    public static void main(String[] files) {
        CudaDevice device = CudaDevices.named("0");
        for (String file : files) {
            try (DeviceFrames frames = new DeviceFrames(device, DeviceFrames.As.RGB, 2);
                    DeviceVideo video = new DeviceVideo(device, Path.of(file), frames, 1, StreamOptions.DEFAULT);
                    Video cpu = OnCpu.open(Path.of(file))) {
                for (int number : NUMBERS) {
                    int came = video.read(Selection.indices(number));
                    byte[] wanted = cpu.frame(number).data();
                    boolean same = came == 1 && isWithinOne(fetch(device, frames, wanted.length), wanted);
                    System.out.println("frame " + number + " of " + file + ": " + (same ? "within 1" : "another one"));
                }
            }
        }
    }

    private static byte[] fetch(CudaDevice device, DeviceFrames frames, int size) {
        byte[] bytes = new byte[size];
        try (PinnedMemory host = new PinnedMemory(device, size);
                CudaStream queue = new CudaStream(device)) {
            frames.last().copyTo(host, size, queue);
            queue.synchronize();
            host.bytes().get(bytes);
        }
        return bytes;
    }

    private static boolean isWithinOne(byte[] pixels, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (Math.abs((pixels[i] & 0xff) - (wanted[i] & 0xff)) > 1) {
                return false;
            }
        }
        return true;
    }
}
