import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaProbe;
import io.nvvideo.cuda.CudaReport;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DecoderCapability;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.GpuDescription;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.nio.ByteBuffer;

/**
 * What this machine's GPUs are to nvvideo: the report of the probe, what the decoders can do, and whether the kernels compile
 * and are right. Exit status 0: ready and right; 1: GPUs cannot be used here; 2: they can, and something is wrong.
 */
public final class Probe {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 64;

    public static void main(String[] arguments) {
        CudaReport report = CudaProbe.report();
        System.out.println(report.text());
        if (!report.isReady()) {
            System.exit(1);
        }
        boolean right = true;
        for (GpuDescription gpu : report.gpus()) {
            System.out.println("\nGPU " + gpu);
            try {
                CudaDevice device = CudaDevices.named(gpu.uuid());
                System.out.println("Free memory: " + (device.freeBytes() >> 20) + " MiB");
                printCapabilities(device);
                right &= isKernelRight(device);
            } catch (VideoException e) {
                System.out.println(e.code() + ": " + e.getMessage());
                right = false;
            }
        }
        System.exit(right ? 0 : 2);
    }

    private static void printCapabilities(CudaDevice device) {
        for (NvdecCodec codec : NvdecCodec.values()) {
            for (NvdecChroma chroma : NvdecChroma.values()) {
                for (int bitDepth : new int[] {8, 10, 12}) {
                    DecoderCapability can = device.decoderCapabilities().of(codec, chroma, bitDepth);
                    if (can.supported()) {
                        System.out.printf(
                                "%-28s %d engines, %dx%d to %dx%d, %d macroblocks, surfaces %s%n",
                                can,
                                can.engines(),
                                can.minWidth(),
                                can.minHeight(),
                                can.maxWidth(),
                                can.maxHeight(),
                                can.maxMacroblocks(),
                                can.surfaces().stream().map(SurfaceLayout::layoutName).sorted().toList());
                    }
                }
            }
        }
    }

    /** A ramp of luma, colourless, of limited range: each pixel is (Y - 16) * 255 / 219, rounded and clamped. */
    private static boolean isKernelRight(CudaDevice device) {
        Output output = Output.RGB.withFormat(FrameFormat.RGB);
        PixelFormat nv12 = new PixelFormat("nv12", 3, 8, 1, 1, false, false, false);
        Geometry geometry = Geometry.of(output, WIDTH, HEIGHT, nv12, Orientation.UPRIGHT, "a ramp");
        int surfaceBytes = WIDTH * HEIGHT * 3 / 2;
        int pixelBytes = WIDTH * HEIGHT * 3;
        long began = System.nanoTime();
        try (PixelKernels kernels = new PixelKernels(device);
                PinnedMemory host = new PinnedMemory(device, pixelBytes);
                DeviceMemory surface = new DeviceMemory(device, surfaceBytes);
                DeviceMemory pixels = new DeviceMemory(device, pixelBytes);
                CudaStream stream = new CudaStream(device)) {
            System.out.printf("Kernels compiled in %d ms%n", (System.nanoTime() - began) / 1_000_000);
            ByteBuffer bytes = host.bytes();
            for (int i = 0; i < surfaceBytes; i++) {
                bytes.put(i, (byte) (i < WIDTH * HEIGHT ? i % WIDTH : 128));
            }
            surface.copyFrom(host, surfaceBytes, stream);
            kernels.convert(
                    Surface.mapped(SurfaceLayout.NV12, 8, WIDTH, HEIGHT, surface.address(), WIDTH, HEIGHT),
                    new ColourRule(1, false, 1),
                    geometry,
                    output,
                    pixels,
                    stream);
            stream.synchronize();
            pixels.copyTo(host, pixelBytes, stream);
            stream.synchronize();
            int wrong = 0;
            for (int i = 0; i < pixelBytes; i++) {
                double wanted = Math.max(0, Math.min(255, (i / 3 % WIDTH - 16) * 255 / 219.0));
                if (Math.abs((bytes.get(i) & 0xff) - wanted) > 0.501) {
                    wrong++;
                }
            }
            System.out.println("Kernels: " + (wrong == 0 ? "right" : wrong + " of " + pixelBytes + " components are wrong"));
            return wrong == 0;
        }
    }
}
