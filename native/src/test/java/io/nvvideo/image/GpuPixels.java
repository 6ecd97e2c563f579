package io.nvvideo.image;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.media.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the kernels make of a frame: its surface goes to the device, is converted there, and the pixels come back. */
final class GpuPixels implements AutoCloseable {
    private static final int MOST = 1920 * 1088 * 8;

    private final CudaDevice device = CudaDevices.named("0");
    private final PixelKernels kernels = new PixelKernels(device);
    private final PinnedMemory host = new PinnedMemory(device, MOST);
    private final CudaStream stream = new CudaStream(device);

    Pixels of(Output output, TestFrame frame, Orientation orientation) {
        int width = frame.frame.width();
        int height = frame.frame.height();
        SurfaceLayout layout = layout(frame);
        int bitDepth = frame.depth(0);
        Geometry geometry = Geometry.of(output, width, height, frame.format, orientation, "a test");
        ImageShape shape = ImageShapes.of(output, geometry, frame.format, "a test");
        ColourRule colour = ColourRule.of(
                frame.format,
                frame.frame.colorspace(),
                frame.frame.color_range(),
                frame.frame.color_primaries(),
                frame.frame.chroma_location(),
                height);
        // Rows are longer and planes higher than the picture, as NVDEC maps them.
        int pitch = (width * layout.bytesPerSample() + 31) / 16 * 16;
        int planeRows = (height + 3) / 2 * 2;
        long size = place(frame, layout, bitDepth, pitch, planeRows);
        try (DeviceMemory surface = new DeviceMemory(device, size);
                DeviceMemory pixels = new DeviceMemory(device, shape.byteSize())) {
            surface.copyFrom(host, size, stream);
            Surface picture = Surface.mapped(layout, bitDepth, width, height, surface.address(), pitch, planeRows);
            kernels.convert(
                    frame.format.components() < 3 ? picture.ofGray() : picture,
                    colour,
                    geometry,
                    output,
                    pixels,
                    stream);
            stream.synchronize();
            pixels.copyTo(host, shape.byteSize(), stream);
            stream.synchronize();
        }
        byte[] bytes = new byte[(int) shape.byteSize()];
        host.bytes().get(bytes);
        return new Pixels(shape, bytes);
    }

    private static SurfaceLayout layout(TestFrame frame) {
        if (frame.format.rgb()) {
            return frame.depth(0) > 8 ? SurfaceLayout.YUV444_16 : SurfaceLayout.YUV444;
        }
        return SurfaceLayout.of(frame.format, "a test");
    }

    /** Writes the surface into the pinned memory; returns how many bytes it has up to its last sample. */
    private long place(TestFrame frame, SurfaceLayout layout, int bitDepth, int pitch, int planeRows) {
        ByteBuffer to = host.bytes().order(ByteOrder.LITTLE_ENDIAN);
        int bytes = layout.bytesPerSample();
        int shift = 8 * bytes - bitDepth;
        // NVDEC's planes of RGB are green, blue and red.
        int[] components = frame.format.rgb() ? new int[] {1, 2, 0} : new int[] {0, 1, 2};
        long last = 0;
        for (int plane = 0; plane < 3; plane++) {
            int[][] samples = frame.format.components() < 3 && plane > 0
                    ? neutral(layout, frame)
                    : frame.plane(components[plane]);
            boolean pairs = layout.interleaved() && plane > 0;
            long start = plane == 0
                    ? 0
                    : (long) pitch * planeRows
                            + (pairs ? (plane - 1L) * bytes : (plane - 1L) * pitch * (planeRows / layout.down()));
            for (int y = 0; y < samples.length; y++) {
                for (int x = 0; x < samples[y].length; x++) {
                    int at = (int) (start + (long) y * pitch + (long) x * bytes * (pairs ? 2 : 1));
                    if (bytes == 1) {
                        to.put(at, (byte) samples[y][x]);
                    } else {
                        to.putShort(at, (short) (samples[y][x] << shift));
                    }
                    last = Math.max(last, at + bytes);
                }
            }
        }
        return last;
    }

    private static int[][] neutral(SurfaceLayout layout, TestFrame frame) {
        int[][] samples = new int[layout.chromaHeight(frame.frame.height())][layout.chromaWidth(frame.frame.width())];
        for (int[] row : samples) {
            java.util.Arrays.fill(row, 1 << frame.depth(0) - 1);
        }
        return samples;
    }

    @Override
    public void close() {
        stream.close();
        host.close();
        kernels.close();
    }
}
