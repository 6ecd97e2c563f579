package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.BytePointer;

/**
 * Turns surfaces into pixels on the GPU, by the formula of {@link io.nvvideo.image.ImageConverter}: colour, size, orientation,
 * cut or padding and layout in one pass. For any number of threads; one for a device is enough.
 */
public final class PixelKernels implements AutoCloseable {
    static final String RESOURCE = "convert.ptx";
    private static final int BLOCK_WIDTH = 32;
    private static final int BLOCK_HEIGHT = 8;

    private final CudaModule module;
    private final CUfunc_st[][] kernels = new CUfunc_st[2][2];

    /**
     * Has the driver compile the kernels: the first time on a machine this takes a while.
     *
     * @throws VideoException DRIVER_TOO_OLD if it cannot
     */
    public PixelKernels(CudaDevice device) {
        module = new CudaModule(device, source());
        try {
            for (int in = 0; in < 2; in++) {
                for (int out = 0; out < 2; out++) {
                    kernels[in][out] = module.kernel("convert_" + (8 << in) + "_to_" + (8 << out));
                }
            }
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** The PTX text that is shipped. */
    static String source() {
        try (InputStream stream = PixelKernels.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new VideoException(
                        Code.NATIVE_LOAD,
                        "Cannot load the GPU kernels: this jar lacks io/nvvideo/cuda/" + RESOURCE
                                + ". Use a jar that ci/verify-jar passes.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot load the GPU kernels: the jar cannot be read. Copy it again.", e);
        }
    }

    /**
     * Queues a conversion.
     *
     * @param geometry of the surface's size
     * @param output rgb, rgbp, bgr or gray, of 8 or 16 bits
     * @param pixels as large as the output at least; written from its beginning, rows without padding
     * @throws VideoException UNSUPPORTED for another output, DEVICE_FAILED if the GPU does not answer; what goes wrong in the
     *     kernel is told when the stream is waited for
     */
    public void convert(
            Surface surface,
            ColourRule colour,
            Geometry geometry,
            Output output,
            DeviceMemory pixels,
            CudaStream stream) {
        long bytes = byteSize(geometry, output);
        if (geometry.storedWidth() != surface.width()
                || geometry.storedHeight() != surface.height()
                || pixels.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    geometry + " does not go with " + surface + " and " + pixels.byteSize() + " bytes for the pixels");
        }
        long first = pixels.address();
        if (output.format() == FrameFormat.BGR) {
            first += 2L * output.bitDepth() / 8; // red, the first component, is the last of three
        }
        try (BytePointer arguments = new BytePointer(KernelArguments.BYTES)) {
            new KernelArguments(surface, colour, geometry, output)
                    .write(arguments.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN), first);
            module.launch(
                    kernels[surface.layout().bytesPerSample() - 1][output.bitDepth() / 8 - 1],
                    (geometry.width() + BLOCK_WIDTH - 1) / BLOCK_WIDTH,
                    (geometry.height() + BLOCK_HEIGHT - 1) / BLOCK_HEIGHT,
                    BLOCK_WIDTH,
                    BLOCK_HEIGHT,
                    arguments,
                    stream);
        }
    }

    private static long byteSize(Geometry geometry, Output output) {
        int components =
                switch (output.format()) {
                    case RGB, BGR, RGBP -> 3;
                    case GRAY -> 1;
                    default ->
                        throw new VideoException(
                                Code.UNSUPPORTED,
                                "Cannot convert a frame to " + output.format()
                                        + " on the GPU: it writes rgb, rgbp, bgr and" + " gray. Use device=cpu.");
                };
        return (long) geometry.width() * geometry.height() * components * (output.bitDepth() / 8);
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        module.close();
    }
}
