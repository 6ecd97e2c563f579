package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaEvent;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.Reading;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.ImageConverter;
import java.util.Optional;

/** Takes the pictures of one reading, each the way that its headers and the output call for. */
final class PixelPaths implements AutoCloseable {
    private final NvdecGpu gpu;
    private final StreamFormat format;
    private final Reading reading;
    private final String what;
    private final CudaStream queue;
    private final CudaEvent read;
    private final ImageConverter converter;
    /** The headers that {@link #path} is for; the same object until they come again. */
    private VideoSequence sequence;

    private PixelPath path;
    private boolean closed;

    PixelPaths(NvdecGpu gpu, StreamFormat format, Reading reading, String what) {
        this.gpu = gpu;
        this.format = format;
        this.reading = reading;
        this.what = what;
        queue = new CudaStream(gpu.device());
        try {
            read = new CudaEvent(gpu.device());
            converter = new ImageConverter(reading.output(), what);
        } catch (RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /** Keeps what the image of a picture that is due will be made of. */
    Pixels take(DuePicture picture, VideoSequence now, NvdecSession session) {
        if (sequence != now) {
            path = path(format.shown(now));
            sequence = now;
        }
        return path.take(picture, session);
    }

    /** How the hardware is to shrink the pictures that follow these headers; empty: not at all. To be asked in their order. */
    Optional<Shrink> shrink(VideoSequence next) {
        if (reading.output().conversion() != Conversion.FAST) {
            return Optional.empty();
        }
        VideoSequence shown = format.shown(next);
        return Shrink.of(reading.output(), shown, format.of(shown), reading.orientation(), what);
    }

    private PixelPath path(VideoSequence now) {
        PathSetup setup = new PathSetup(gpu, queue, now, format.of(now), reading.orientation(), what);
        return KernelPath.makes(reading.output(), now)
                ? new KernelPath(setup, read, reading.output(), shrink(now))
                : new HostPath(setup, converter);
    }

    /** Waits for what is queued. To be called before what was taken is released. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.close();
            read.close();
            converter.close();
        }
    }
}
