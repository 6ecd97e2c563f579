package io.nvvideo.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/** Asks the driver what decoders can do without the presets for CUDA, which know the layout of what it answers. */
final class CuvidCapabilities {
    // cuviddec.h, CUVIDDECODECAPS, whose fields have been where they are since Video Codec SDK 8.
    private static final int BYTES = 88;
    private static final int CODEC = 0;
    private static final int CHROMA = 4;
    private static final int BIT_DEPTH_MINUS_8 = 8;
    private static final int SUPPORTED = 24;
    private static final int ENGINES = 25;
    private static final int OUTPUTS = 26;
    private static final int MAX_WIDTH = 28;
    private static final int MAX_HEIGHT = 32;
    private static final int MAX_MACROBLOCKS = 36;
    private static final int MIN_WIDTH = 40;
    private static final int MIN_HEIGHT = 42;

    private CuvidCapabilities() {}

    static DecoderCapability ask(CuvidDevice device, NvdecCodec codec, NvdecChroma chroma, int bitDepth) {
        try (BytePointer memory = new BytePointer(BYTES)) {
            memory.zero();
            ByteBuffer caps = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            caps.putInt(CODEC, codec.number()).putInt(CHROMA, chroma.number()).putInt(BIT_DEPTH_MINUS_8, bitDepth - 8);
            int result = device.bound(
                    () -> DriverFunction.named("cuvidGetDecoderCaps").call(memory.address()));
            if (DecoderCapabilities.isNo(result) || result == 0 && caps.get(SUPPORTED) == 0) {
                return DecoderCapability.none(codec, chroma, bitDepth);
            }
            CudaErrors.check(result, "Cannot ask what the decoders of " + device + " can do");
            return new DecoderCapability(
                    codec,
                    chroma,
                    bitDepth,
                    true,
                    caps.get(ENGINES) & 0xff,
                    NvdecSurfaces.ofMask(caps.getShort(OUTPUTS) & 0xffff),
                    caps.getShort(MIN_WIDTH) & 0xffff,
                    caps.getShort(MIN_HEIGHT) & 0xffff,
                    caps.getInt(MAX_WIDTH),
                    caps.getInt(MAX_HEIGHT),
                    caps.getInt(MAX_MACROBLOCKS));
        }
    }
}
