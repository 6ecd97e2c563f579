package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaEvent;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.ImageShapes;
import io.nvvideo.image.Output;
import java.util.Optional;

/** Pixels are made on the GPU, and only they travel. */
final class KernelPath implements PixelPath {
    private final PathSetup setup;
    private final CudaEvent read;
    private final Output output;
    private final boolean shrunk;
    private final Geometry geometry;
    private final ImageShape shape;

    /**
     * Sets up.
     *
     * @param read tells when a surface has been read
     * @param shrink what the hardware has done already
     */
    KernelPath(PathSetup setup, CudaEvent read, Output output, Optional<Shrink> shrink) {
        shrunk = shrink.isPresent();
        this.setup = setup;
        this.read = read;
        this.output = output;
        VideoSequence sequence = setup.sequence();
        geometry = shrink.map(Shrink::rest)
                .orElseGet(() -> Geometry.of(
                        output,
                        sequence.width(),
                        sequence.height(),
                        setup.look().format(),
                        setup.orientation(),
                        setup.what()));
        shape = ImageShapes.of(
                output, sequence.width(), sequence.height(), setup.look().format(), setup.orientation(), setup.what());
    }

    /** Whether the kernels make these pixels. Not where the hardware may leave chroma unwritten: those go the CPU's way. */
    static boolean makes(Output output, VideoSequence sequence) {
        return switch (output.format()) {
            case RGB, RGBP, BGR, GRAY -> sequence.chroma() != NvdecChroma.MONOCHROME;
            default -> false;
        };
    }

    @Override
    public Pixels take(DuePicture picture, NvdecSession session) {
        PixelBuffer buffer = setup.gpu().buffers().take(shape.byteSize());
        try {
            try (NvdecSession.Mapped mapped = session.map(picture, setup.queue())) {
                setup.gpu()
                        .kernels()
                        .convert(
                                shrunk ? mapped.surface() : setup.shown(mapped),
                                setup.look().colour(setup.sequence().height()),
                                geometry,
                                output,
                                buffer.onDevice(),
                                setup.queue());
                // The surface has to stay until it has been read; the copy to the host goes on without it.
                read.record(setup.queue());
                read.synchronize();
            }
            buffer.fetch(shape.byteSize(), setup.queue());
            return new Kernel(buffer);
        } catch (RuntimeException | Error e) {
            // Not for others: something may still write to it, which freeing it waits for.
            buffer.close();
            throw e;
        }
    }

    private final class Kernel implements Pixels {
        private final PixelBuffer buffer;
        private PinnedImage image;

        Kernel(PixelBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public Image image() {
            image = new PinnedImage(shape, buffer.await());
            return image;
        }

        @Override
        public void release() {
            if (image != null) {
                image.invalidate();
            }
            setup.gpu().buffers().giveBack(buffer);
        }
    }
}
