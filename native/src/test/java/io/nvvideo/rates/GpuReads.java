package io.nvvideo.rates;

import io.nvvideo.Device;
import io.nvvideo.DeviceVideo;
import io.nvvideo.FrameReader;
import io.nvvideo.GpuOptions;
import io.nvvideo.Video;
import io.nvvideo.VideoOptions;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.decode.nvdec.StreamOptions;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.rates.Together.Piece;
import io.nvvideo.rates.Together.Worker;
import io.nvvideo.select.Selection;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The two ways in which frames are read on a GPU: to the host, as the library gives them, and such that they stay there. */
final class GpuReads {
    /** More than there are threads, so that nobody has to make one. */
    static final int KEEP_ALL = 64;

    private final String gpu;
    private final CudaDevice device;
    private final int kept;
    private final int maxWidth;
    private final int maxHeight;

    /**
     * @param kept sessions that the GPU keeps while nobody uses them
     * @param maxWidth pixels that sessions are made for at least; 0: those of their stream
     */
    GpuReads(String gpu, int kept, int maxWidth, int maxHeight) {
        this.gpu = gpu;
        this.kept = kept;
        this.maxWidth = maxWidth;
        this.maxHeight = maxHeight;
        device = CudaDevices.named(gpu);
    }

    /** Reads the files in turn. */
    Worker toHost(List<Path> files, Selection selection, Output output) {
        VideoOptions options = VideoOptions.DEFAULT.withGpu(GpuOptions.DEFAULT
                .withDevice(Device.parse("cuda:" + gpu))
                .withDecoderCacheSize(kept)
                .withMaxSize(maxWidth, maxHeight));
        return new Worker() {
            private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

            @Override
            public Piece work(int number) {
                try (Video video = Video.open(ByteSource.of(files.get(number % files.size())), options)) {
                    video.index();
                    long began = System.nanoTime();
                    int frames = 0;
                    try (FrameReader reader = video.frames(selection, output)) {
                        while (reader.next()) {
                            long bytes = reader.image().shape().byteSize();
                            if (pixels.capacity() < bytes) {
                                pixels = ByteBuffer.allocateDirect((int) bytes);
                            }
                            reader.image().copyTo(pixels.clear());
                            frames++;
                        }
                    }
                    return new Piece(frames, System.nanoTime() - began);
                }
            }

            @Override
            public void close() {
                // the pixels are the collector's
            }
        };
    }

    /** The same, and at most so many frames are there at a time. */
    Worker toDevice(List<Path> files, Selection selection, DeviceFrames.As as, int atATime) {
        StreamOptions options = new StreamOptions(maxWidth, maxHeight, ParserLatency.NATIVE, false, () -> false);
        DeviceFrames frames = new DeviceFrames(device, as, atATime);
        return new Worker() {
            @Override
            public Piece work(int number) {
                try (DeviceVideo video =
                        new DeviceVideo(device, files.get(number % files.size()), frames, kept, options)) {
                    long began = System.nanoTime();
                    int before = frames.taken();
                    video.read(selection);
                    return new Piece(frames.taken() - before, System.nanoTime() - began);
                }
            }

            @Override
            public void close() {
                frames.close();
            }
        };
    }
}
