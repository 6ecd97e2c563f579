package io.nvvideo.cuda;

import static org.bytedeco.nvcodec.global.nvcuvid.cuvidGetDecoderCaps;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.nvcodec.nvcuvid.CUVIDDECODECAPS;

/** What the decoders of a GPU can do; each question is put to the driver once. */
public final class DecoderCapabilities {
    /** What the driver returns for codecs and formats that are younger than it is. */
    private static final int INVALID_VALUE = 1;

    private static final int NOT_SUPPORTED = 801;

    private record Question(NvdecCodec codec, NvdecChroma chroma, int bitDepth) {}

    private final CudaDevice device;
    private final Map<Question, DecoderCapability> answers = new ConcurrentHashMap<>();

    DecoderCapabilities(CudaDevice device) {
        this.device = device;
    }

    /**
     * For one kind of stream.
     *
     * @param bitDepth bits per sample, from 8 on
     * @throws io.nvvideo.VideoException DEVICE_FAILED or another code of the driver; a stream that is not supported is an answer
     */
    public DecoderCapability of(NvdecCodec codec, NvdecChroma chroma, int bitDepth) {
        if (bitDepth < 8) {
            return DecoderCapability.none(codec, chroma, bitDepth);
        }
        return answers.computeIfAbsent(new Question(codec, chroma, bitDepth), this::ask);
    }

    private DecoderCapability ask(Question question) {
        try (CUVIDDECODECAPS caps = new CUVIDDECODECAPS()) {
            caps.zero();
            caps.eCodecType(question.codec().number())
                    .eChromaFormat(question.chroma().number())
                    .nBitDepthMinus8(question.bitDepth() - 8);
            int result = device.bound(() -> cuvidGetDecoderCaps(caps));
            if (result == INVALID_VALUE || result == NOT_SUPPORTED || result == 0 && caps.bIsSupported() == 0) {
                return DecoderCapability.none(question.codec(), question.chroma(), question.bitDepth());
            }
            CudaErrors.check(result, "Cannot ask what the decoders of " + device + " can do");
            return new DecoderCapability(
                    question.codec(),
                    question.chroma(),
                    question.bitDepth(),
                    true,
                    caps.nNumNVDECs() & 0xff,
                    NvdecSurfaces.ofMask(caps.nOutputFormatMask() & 0xffff),
                    caps.nMinWidth() & 0xffff,
                    caps.nMinHeight() & 0xffff,
                    caps.nMaxWidth(),
                    caps.nMaxHeight(),
                    caps.nMaxMBCount());
        }
    }
}
