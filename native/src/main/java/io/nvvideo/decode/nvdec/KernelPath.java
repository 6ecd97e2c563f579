package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaEvent;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.ImageShapes;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;

/** Pixels are made on the GPU, and only they travel. */
final class KernelPath implements PixelPath {
    private final NvdecGpu gpu;
    private final CudaStream queue;
    private final CudaEvent read;
    private final Output output;
    private final VideoSequence sequence;
    private final StreamFormat.Look look;
    private final Geometry geometry;
    private final ImageShape shape;

    KernelPath(
            NvdecGpu gpu,
            CudaStream queue,
            CudaEvent read,
            Output output,
            Orientation orientation,
            VideoSequence sequence,
            StreamFormat.Look look,
            String what) {
        this.gpu = gpu;
        this.queue = queue;
        this.read = read;
        this.output = output;
        this.sequence = sequence;
        this.look = look;
        geometry = Geometry.of(output, sequence.width(), sequence.height(), look.format(), orientation, what);
        shape = ImageShapes.of(output, sequence.width(), sequence.height(), look.format(), orientation, what);
    }

    /**
     * Whether the kernels make these pixels. Not where the hardware may leave chroma unwritten, and not yet gray of 16 bits
     * that is resized: those go the CPU's way.
     */
    static boolean makes(Output output, VideoSequence sequence) {
        boolean resizes = output.width() > 0 || output.height() > 0;
        return switch (output.format()) {
            case RGB, RGBP, BGR -> sequence.chroma() != NvdecChroma.MONOCHROME;
            case GRAY -> sequence.chroma() != NvdecChroma.MONOCHROME && !(output.bitDepth() == 16 && resizes);
            default -> false;
        };
    }

    @Override
    public Pixels take(DuePicture picture, NvdecSession session) {
        PixelBuffer buffer = gpu.buffers().take(shape.byteSize());
        try {
            try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                gpu.kernels()
                        .convert(
                                mapped.surface().cut(sequence.width(), sequence.height()),
                                look.colour(sequence.height()),
                                geometry,
                                output,
                                buffer.onDevice(),
                                queue);
                // The surface has to stay until it has been read; the copy to the host goes on without it.
                read.record(queue);
                read.synchronize();
            }
            buffer.fetch(shape.byteSize(), queue);
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
            gpu.buffers().giveBack(buffer);
        }
    }
}
