package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.MockDriver.Run;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contexts, streams, memory and kernels, on a driver that is strict where NVIDIA's is silent. */
class CudaDeviceTest {
    private static final int SIDE = 16;

    /** A gray surface goes up, is converted and comes down: the pixel in the middle. */
    private static int roundTrip(CudaDevice device, int luma) {
        Output output = Output.RGB.withFormat(FrameFormat.GRAY);
        // Full range: gray is luma itself.
        ColourRule colour = new ColourRule(1, true, 1);
        int bytes = SIDE * SIDE * 3 / 2;
        try (PinnedMemory host = new PinnedMemory(device, bytes);
                DeviceMemory surface = new DeviceMemory(device, bytes);
                DeviceMemory pixels = new DeviceMemory(device, SIDE * SIDE);
                PixelKernels converter = new PixelKernels(device);
                CudaEvent copied = new CudaEvent(device);
                CudaStream copies = new CudaStream(device);
                CudaStream kernels = new CudaStream(device)) {
            for (int i = 0; i < bytes; i++) {
                host.bytes().put(i, (byte) luma);
            }
            surface.copyFrom(host, bytes, copies);
            copied.record(copies);
            kernels.waitFor(copied);
            converter.convert(
                    Surface.mapped(SurfaceLayout.NV12, 8, SIDE, SIDE, surface.address(), SIDE, SIDE),
                    colour,
                    geometry(output),
                    output,
                    pixels,
                    kernels);
            copied.record(kernels);
            copied.synchronize();
            pixels.copyTo(host, SIDE * SIDE, kernels);
            kernels.synchronize();
            return host.bytes().get(SIDE * SIDE / 2 + SIDE / 2) & 0xff;
        }
    }

    private static Geometry geometry(Output output) {
        PixelFormat nv12 = new PixelFormat("nv12", 3, 8, 1, 1, false, false, false);
        return Geometry.of(output, SIDE, SIDE, nv12, Orientation.UPRIGHT, "a test");
    }

    /** Everything is made and given back, a number of times. */
    public static final class Cycles {
        public static void main(String[] arguments) {
            int times = Integer.parseInt(arguments[0]);
            GpuDescription gpu = CudaDevices.list().get(1);
            long before = NativeObjects.count();
            for (int i = 0; i < times; i++) {
                CudaDevice device = CudaDevice.retain(gpu);
                int pixel = roundTrip(device, i & 0xff);
                if (pixel != (i & 0xff)) {
                    throw new AssertionError(pixel + " in round " + i);
                }
                device.close();
                device.close();
            }
            System.out.println("open " + (NativeObjects.count() - before));
        }
    }

    @Test
    void aThousandCyclesLeaveNothingOpen() throws IOException, InterruptedException {
        Run run = MockDriver.whole().run(Cycles.class, "1000");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).contains("open 0");
        Map<String, Integer> calls = run.calls();
        assertThat(calls)
                .containsEntry("cuDevicePrimaryCtxRetain", 1000)
                .containsEntry("cuDevicePrimaryCtxRelease_v2", 1000)
                .containsEntry("cuModuleLoadDataEx", 1000)
                .containsEntry("cuModuleUnload", 1000)
                .containsEntry("cuStreamDestroy_v2", 2000)
                .containsEntry("cuMemFree_v2", 2000)
                .containsEntry("cuMemFreeHost", 1000)
                .containsEntry("cuEventDestroy_v2", 1000)
                .containsEntry("cuLaunchKernel", 1000);
        assertThat(calls.get("cuCtxPopCurrent_v2")).isEqualTo(calls.get("cuCtxPushCurrent_v2"));
        for (String kind : List.of("contexts", "memory", "host memory", "streams", "events", "modules")) {
            assertThat(calls).containsEntry("open " + kind, 0);
        }
    }

    /** Many threads use one device, each under another name for it. */
    public static final class Threads {
        public static void main(String[] arguments) throws Exception {
            List<String> names = List.of("0", "GPU-a0a1", "GPU-A0A1A2A3-a4a5-a6a7-a8a9-aaabacadaeaf");
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Integer>> results = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> roundTrip(CudaDevices.named(names.get(i % 3)), i)))
                    .toList();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).get() != i) {
                    throw new AssertionError(results.get(i).get() + " in " + i);
                }
            }
            threads.shutdown();
            System.out.println("free " + CudaDevices.named("0").freeBytes());
        }
    }

    @Test
    void threadsShareOneContextThatIsRetainedOnce() throws IOException, InterruptedException {
        Run run = MockDriver.whole().run(Threads.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).contains("free " + (20000L << 20));
        assertThat(run.calls("cuDevicePrimaryCtxRetain")).isEqualTo(1);
        assertThat(run.calls("open contexts"))
                .as("kept for the life of the JVM")
                .isEqualTo(1);
        assertThat(run.calls("open memory") + run.calls("open streams") + run.calls("open modules"))
                .isZero();
    }

    /** Says what a failure came to, and what is still open after it. */
    public static final class Fails {
        public static void main(String[] arguments) {
            try {
                CudaDevice device = CudaDevices.named("0");
                roundTrip(device, 1);
                System.out.println("no failure");
            } catch (VideoException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            cuDevicePrimaryCtxRetain | 2   | DEVICE_MEMORY  | Cannot make a context on GPU 0 (Mock GPU A): CUDA_ERROR_OUT_OF_MEMORY (2).
            cuCtxPushCurrent_v2      | 700 | DEVICE_FAILED  | Cannot use GPU 0 (Mock GPU A): CUDA_ERROR_ILLEGAL_ADDRESS (700).
            cuStreamCreate           | 2   | DEVICE_MEMORY  | Cannot make a stream on GPU 0
            cuEventCreate            | 2   | DEVICE_MEMORY  | Cannot make an event on GPU 0
            cuMemHostAlloc           | 2   | DEVICE_MEMORY  | Cannot allocate 384 bytes of the host's memory for GPU 0
            cuMemAlloc_v2            | 2   | DEVICE_MEMORY  | Cannot allocate 384 bytes on GPU 0
            cuMemAlloc_v2@2          | 2   | DEVICE_MEMORY  | Cannot allocate 256 bytes on GPU 0
            cuModuleLoadDataEx       | 222 | DRIVER_TOO_OLD | Cannot compile the kernels for GPU 0 (Mock GPU A) (ptxas fatal: as it was told): CUDA_ERROR_UNSUPPORTED_PTX_VERSION (222).
            cuModuleLoadDataEx       | 221 | NATIVE_LOAD    | libnvidia-ptxjitcompiler is missing
            cuModuleLoadDataEx       | 209 | UNSUPPORTED    | Cannot compile the kernels for GPU 0
            cuModuleGetFunction@3    | 500 | INTERNAL       | Cannot find the kernel convert_16_to_8 on GPU 0
            cuMemcpyHtoDAsync_v2     | 1   | INTERNAL       | Cannot copy to GPU 0 (Mock GPU A): CUDA_ERROR_INVALID_VALUE (1).
            cuStreamWaitEvent        | 999 | INTERNAL       | Cannot queue work on GPU 0 (Mock GPU A): CUDA error 999 (999).
            cuEventRecord            | 719 | DEVICE_FAILED  | Cannot queue work on GPU 0
            cuLaunchKernel           | 719 | DEVICE_FAILED  | Cannot run a kernel on GPU 0
            cuEventSynchronize       | 700 | DEVICE_FAILED  | Cannot finish the work on GPU 0 (Mock GPU A): CUDA_ERROR_ILLEGAL_ADDRESS (700). Start the process (executor) again
            cuMemcpyDtoHAsync_v2     | 700 | DEVICE_FAILED  | Cannot copy from GPU 0
            cuStreamSynchronize      | 214 | DEVICE_FAILED  | Cannot finish the work on GPU 0
            """)
    void everyFailureHasACodeAndLeavesNothingOpen(String function, int code, String expected, String message)
            throws IOException, InterruptedException {
        Run run = MockDriver.whole().failing(function, code).run(Fails.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith(expected + " Cannot ")
                .contains(message);
        // The context is the JVM's; where even binding it fails nothing can be given back.
        for (String kind : List.of("memory", "host memory", "streams", "events", "modules")) {
            assertThat(run.calls()).containsEntry("open " + kind, 0);
        }
        assertThat(run.calls("cuCtxPopCurrent_v2"))
                .isEqualTo(run.calls("cuCtxPushCurrent_v2") - (function.startsWith("cuCtxPush") ? 1 : 0));
    }

    /** Uses what is closed. */
    public static final class AfterTheEnd {
        public static void main(String[] arguments) {
            CudaDevice device = CudaDevice.retain(CudaDevices.list().get(0));
            CudaStream stream = new CudaStream(device);
            PinnedMemory host = new PinnedMemory(device, 64);
            DeviceMemory memory = new DeviceMemory(device, 64);
            memory.close();
            say(() -> memory.copyFrom(host, 64, stream));
            host.close();
            say(host::bytes);
            stream.close();
            device.close();
            say(device::freeBytes);
            say(() -> new DeviceMemory(device, 1));
            stream.close();
            memory.close();
        }

        private static void say(Runnable work) {
            try {
                work.run();
                System.out.println("nothing");
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }

    @Test
    void whatIsClosedSaysSo() throws IOException, InterruptedException {
        Run run = MockDriver.whole().run(AfterTheEnd.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).hasSize(4);
        assertThat(run.lines().get(0)).contains("64 bytes do not fit closed memory");
        assertThat(run.lines().get(1)).contains("was closed");
        assertThat(run.lines().subList(2, 4))
                .allMatch(line -> line.endsWith("Cannot use GPU 0 (Mock GPU A): it was closed. Open it again."));
    }
}
