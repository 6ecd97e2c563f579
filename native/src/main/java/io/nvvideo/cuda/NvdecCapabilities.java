package io.nvvideo.cuda;

import static org.bytedeco.nvcodec.global.nvcuvid.cuvidGetDecoderCaps;

import org.bytedeco.nvcodec.nvcuvid.CUVIDDECODECAPS;

/** Asks the driver what decoders can do through the presets. */
final class NvdecCapabilities {
    private NvdecCapabilities() {}

    static DecoderCapability ask(CudaDevice device, NvdecCodec codec, NvdecChroma chroma, int bitDepth) {
        try (CUVIDDECODECAPS caps = new CUVIDDECODECAPS()) {
            caps.zero();
            caps.eCodecType(codec.number()).eChromaFormat(chroma.number()).nBitDepthMinus8(bitDepth - 8);
            int result = device.bound(() -> cuvidGetDecoderCaps(caps));
            if (DecoderCapabilities.isNo(result) || result == 0 && caps.bIsSupported() == 0) {
                return DecoderCapability.none(codec, chroma, bitDepth);
            }
            CudaErrors.check(result, "Cannot ask what the decoders of " + device + " can do");
            return new DecoderCapability(
                    codec,
                    chroma,
                    bitDepth,
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
