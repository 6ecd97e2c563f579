package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DecoderCapability;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.media.PixelFormat;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all streams of the JVM share on one GPU: sessions, kernels and buffers. Kept for the life of the JVM. */
public final class NvdecGpu {
    private static final Map<CudaDevice, NvdecGpu> GPUS = new ConcurrentHashMap<>();

    /** What the parser here is fed with as it wants it. */
    private static final Set<NvdecCodec> FED = EnumSet.of(
            NvdecCodec.H264,
            NvdecCodec.HEVC,
            NvdecCodec.VP8,
            NvdecCodec.VP9,
            NvdecCodec.AV1,
            NvdecCodec.MPEG1,
            NvdecCodec.MPEG2,
            NvdecCodec.MPEG4);

    /** Their standards bound the inverse transform's error, and do not say what it gives (ISO/IEC 23002-1). */
    private static final Set<NvdecCodec> INEXACT = EnumSet.of(NvdecCodec.MPEG1, NvdecCodec.MPEG2, NvdecCodec.MPEG4);

    /** A stream holds its session for as long as it is read, also while its pixels travel: more streams than engines. */
    private static final int STREAMS_PER_ENGINE = 4;

    private static final int MIN_STREAMS = 16;
    private static final int USUAL_IDLE_SESSIONS = 8;

    private final CudaDevice device;
    private final SessionPool sessions;
    private final PixelBuffers buffers;
    private PixelKernels kernels;

    private NvdecGpu(CudaDevice device) {
        this.device = device;
        int engines = device.decoderCapabilities()
                .of(NvdecCodec.H264, NvdecChroma.YUV420, 8)
                .engines();
        sessions = new SessionPool(device, USUAL_IDLE_SESSIONS, Math.max(MIN_STREAMS, STREAMS_PER_ENGINE * engines));
        buffers = new PixelBuffers(device);
    }

    /** The same object for every caller. */
    public static NvdecGpu of(CudaDevice device) {
        return GPUS.computeIfAbsent(device, NvdecGpu::new);
    }

    /** How many sessions are kept from now on while nobody uses them: what the last one to say counts for all. */
    public void keepSessions(int count) {
        sessions.keep(count);
    }

    /**
     * Why a stream cannot be decoded here, as a clause; empty if nothing that is known of it is in the way.
     *
     * @param codec FFmpeg's name
     * @param format null if nothing tells it
     * @param codedWidth pixels
     * @param codedHeight pixels
     */
    public Optional<String> reasonAgainst(String codec, PixelFormat format, int codedWidth, int codedHeight) {
        NvdecCodec known = NvdecCodec.named(codec).filter(FED::contains).orElse(null);
        if (known == null) {
            return Optional.of(codec + " is not decoded on GPUs here");
        }
        if (format == null) {
            return Optional.of("its pixel format is not known");
        }
        NvdecChroma chroma = StreamFormat.chroma(format);
        if (chroma == null || format.alpha()) {
            return Optional.of("its decoders have no surfaces for " + format.name());
        }
        DecoderCapability can = device.decoderCapabilities().of(known, chroma, format.bitDepth());
        return can.reasonAgainst(codedWidth, codedHeight);
    }

    /** Why its pixels may differ from the CPU's, as a clause; empty if they are the same. */
    public static Optional<String> reasonToDiffer(String codec) {
        return NvdecCodec.named(codec)
                .filter(INEXACT::contains)
                .map(known -> codec + " decoders may differ by a step from each other");
    }

    /** Which GPU. */
    public CudaDevice device() {
        return device;
    }

    SessionPool sessions() {
        return sessions;
    }

    PixelBuffers buffers() {
        return buffers;
    }

    /** Compiled by the driver when they are needed first. */
    synchronized PixelKernels kernels() {
        if (kernels == null) {
            kernels = new PixelKernels(device);
        }
        return kernels;
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
