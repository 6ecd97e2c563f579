package io.nvvideo.decode.nvdec;

import io.nvvideo.Frame;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.media.VideoStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernels make of the first frame of a video, against the CPU's pixels. */
final class GpuPixelChecks {
    /** What people ask for, and what takes another path through the kernels. */
    private static final List<Output> OUTPUTS = List.of(
            Output.RGB,
            Output.RGB.withBitDepth(16),
            Output.RGB.withFormat(FrameFormat.BGR).withSize(336, 336, ResizeMode.CROP),
            Output.RGB.withFormat(FrameFormat.RGBP).withSize(224, 224, ResizeMode.PAD),
            Output.RGB.withFormat(FrameFormat.GRAY).withSize(0, 180, ResizeMode.FIT));

    private final CudaDevice device;
    private final Path file;

    GpuPixelChecks(CudaDevice device, Path file) {
        this.device = device;
        this.file = file;
    }

    /** On the CPU's surface: says nothing of the decoder. */
    Difference kernels() {
        try (Video video = OnCpu.open(file)) {
            byte[] samples =
                    video.frame(0, Output.RGB.withFormat(FrameFormat.SURFACE)).data();
            try (PinnedMemory host = new PinnedMemory(device, samples.length);
                    DeviceMemory surface = new DeviceMemory(device, samples.length);
                    Converter converter = converter(video)) {
                host.bytes().put(samples);
                surface.copyFrom(host, samples.length, converter.queue());
                converter.compare(tight(video.stream(), surface.address()));
                return converter.difference();
            }
        }
    }

    /** A surface whose rows and planes have no padding, of odd sizes too. */
    private Surface tight(VideoStream stream, long address) {
        SurfaceLayout layout = SurfaceLayout.of(stream.pixelFormat(), file.toString());
        int bytes = layout.bytesPerSample();
        int width = stream.width();
        int height = stream.height();
        int chromaPitch = layout.chromaWidth(width) * bytes * (layout.interleaved() ? 2 : 1);
        long chroma = address + (long) width * bytes * height;
        long red = layout.interleaved() ? chroma + bytes : chroma + (long) chromaPitch * layout.chromaHeight(height);
        Surface picture = new Surface(
                layout,
                stream.pixelFormat().bitDepth(),
                width,
                height,
                address,
                chroma,
                red,
                width * bytes,
                chromaPitch);
        return stream.pixelFormat().components() < 3 ? picture.ofGray() : picture;
    }

    Converter converter(Video video) {
        return new Converter(video);
    }

    /** The kernels, and what they are to make. */
    final class Converter implements AutoCloseable {
        private final Difference difference = new Difference("output");
        private final VideoStream stream;
        private final ColourRule colour;
        private final List<Frame> wanted = new ArrayList<>();
        private final PixelKernels kernels = new PixelKernels(device);
        private final CudaStream queue = new CudaStream(device);

        private Converter(Video video) {
            stream = video.stream();
            try (StreamPackets packets = new StreamPackets(file, stream.codec())) {
                colour = packets.colour(stream.pixelFormat());
            }
            OUTPUTS.forEach(output -> wanted.add(video.frame(0, output)));
        }

        CudaStream queue() {
            return queue;
        }

        Difference difference() {
            return difference;
        }

        /** Ends when the kernels have read the surface. */
        void compare(Surface surface) {
            for (int i = 0; i < OUTPUTS.size(); i++) {
                compare(surface, OUTPUTS.get(i), wanted.get(i).data());
            }
        }

        private void compare(Surface surface, Output output, byte[] pixelsOfCpu) {
            Geometry geometry = Geometry.of(
                    output, surface.width(), surface.height(), stream.pixelFormat(), stream.orientation(), "a check");
            int size = pixelsOfCpu.length;
            String name = output.format() + " " + geometry.width() + "x" + geometry.height();
            try (PinnedMemory host = new PinnedMemory(device, size);
                    DeviceMemory pixels = new DeviceMemory(device, size)) {
                try {
                    kernels.convert(surface, colour, geometry, output, pixels, queue);
                    pixels.copyTo(host, size, queue);
                } finally {
                    // What is queued uses memory that is freed here.
                    queue.synchronize();
                }
                byte[] found = new byte[size];
                host.bytes().get(found);
                difference.frame(name, name, pixelsOfCpu, found, output.bitDepth() == 16, size);
            }
        }

        @Override
        public void close() {
            queue.close();
            kernels.close();
        }
    }
}
