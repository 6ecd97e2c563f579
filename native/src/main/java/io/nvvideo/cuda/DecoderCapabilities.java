package io.nvvideo.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the decoders of a GPU can do; each question is put to the driver once. */
public final class DecoderCapabilities {
    /** What the driver returns for codecs and formats that are younger than it is. */
    private static final int INVALID_VALUE = 1;

    private static final int NOT_SUPPORTED = 801;

    /** Puts a question to the driver. */
    interface Driver {
        DecoderCapability ask(NvdecCodec codec, NvdecChroma chroma, int bitDepth);
    }

    private record Question(NvdecCodec codec, NvdecChroma chroma, int bitDepth) {}

    private final Driver driver;
    private final Map<Question, DecoderCapability> answers = new ConcurrentHashMap<>();

    DecoderCapabilities(Driver driver) {
        this.driver = driver;
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
        return answers.computeIfAbsent(
                new Question(codec, chroma, bitDepth), question -> driver.ask(codec, chroma, bitDepth));
    }

    /** Whether an error of the driver says that it does not know what it was asked for. */
    static boolean isNo(int result) {
        return result == INVALID_VALUE || result == NOT_SUPPORTED;
    }
}
