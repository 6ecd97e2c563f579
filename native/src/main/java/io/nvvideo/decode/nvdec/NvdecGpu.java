package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.decode.Decoder;
import io.nvvideo.media.PixelFormat;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** What all streams of the JVM share on one GPU: sessions, kernels and buffers. Kept for the life of the JVM. */
public final class NvdecGpu implements DecodingGpu {
    private static final Map<CudaDevice, NvdecGpu> GPUS = new ConcurrentHashMap<>();

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

    /** What the last one to say counts for all. */
    @Override
    public void keepSessions(int count) {
        sessions.keep(count);
    }

    @Override
    public Optional<String> reasonAgainst(String codec, PixelFormat format, int codedWidth, int codedHeight) {
        return StreamLimits.reasonAgainst(device.decoderCapabilities(), codec, format, codedWidth, codedHeight);
    }

    @Override
    public Decoder decoder(AVStream stream, StreamOptions options, String name) {
        return new NvdecDecoder(this, stream, options, name);
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
