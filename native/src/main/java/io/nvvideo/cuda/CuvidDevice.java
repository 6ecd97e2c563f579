package io.nvvideo.cuda;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_init;

import io.nvvideo.VideoException;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Natives;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVHWDeviceContext;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A GPU as FFmpeg's own decoders use it ({@code h264_cuvid} and others), without the presets for CUDA. Its context is the primary
 * one, as {@link CudaDevice}'s is, retained once and kept for the life of the JVM. For any number of threads.
 */
public final class CuvidDevice {
    private static final Map<Integer, CuvidDevice> DEVICES = new ConcurrentHashMap<>();

    private final GpuDescription gpu;
    private final long context;
    private final AVBufferRef hardware;
    private final DecoderCapabilities capabilities =
            new DecoderCapabilities((codec, chroma, bitDepth) -> CuvidCapabilities.ask(this, codec, chroma, bitDepth));

    private CuvidDevice(GpuDescription gpu) {
        this.gpu = gpu;
        try (LongPointer retained = new LongPointer(1)) {
            CudaErrors.check(
                    DriverFunction.named("cuDevicePrimaryCtxRetain").call(retained.address(), gpu.index()),
                    "Cannot make a context on " + this);
            context = retained.get();
        }
        hardware = FfmpegErrors.allocated(av_hwdevice_ctx_alloc(AV_HWDEVICE_TYPE_CUDA), "a device");
        // hwcontext_cuda.h, AVCUDADeviceContext: the context comes first; no stream is the default one.
        new LongPointer(new AVHWDeviceContext(hardware.data()).hwctx()).put(0, context);
        FfmpegErrors.check(av_hwdevice_ctx_init(hardware), "Cannot use " + this + " through FFmpeg");
    }

    /** Whether FFmpeg finds in this process what its decoders for GPUs need. Leaves GPUs alone. */
    static SecondChoice look() {
        try {
            Natives.require();
        } catch (VideoException e) {
            return SecondChoice.impossible(CudaLibraries.rootMessage(e));
        }
        AVCodec decoder = avcodec_find_decoder_by_name("h264_cuvid");
        AVBufferRef device = av_hwdevice_ctx_alloc(AV_HWDEVICE_TYPE_CUDA);
        if (decoder == null || decoder.isNull() || device == null || device.isNull()) {
            return SecondChoice.impossible("this FFmpeg build has none");
        }
        try {
            // Without a context it only looks its functions up.
            int result = av_hwdevice_ctx_init(device);
            return result < 0
                    ? SecondChoice.impossible("FFmpeg does not find in libcuda.so.1 all that it needs ("
                            + FfmpegErrors.text(result) + ")")
                    : SecondChoice.POSSIBLE;
        } finally {
            av_buffer_unref(device);
        }
    }

    /**
     * The device of that name; the same object for every caller.
     *
     * @param name an index or a UUID, or the beginning of one ({@code GPU-8f})
     * @throws VideoException NO_DEVICE if there is none, DEVICE_MEMORY if it has no room for a context
     */
    public static CuvidDevice named(String name) {
        GpuDescription gpu = GpuNames.find(CudaProbe.report().gpus(), name);
        return DEVICES.computeIfAbsent(gpu.index(), index -> new CuvidDevice(gpu));
    }

    /** What its decoders can do. */
    public DecoderCapabilities decoderCapabilities() {
        return capabilities;
    }

    /** For {@code AVCodecContext.hw_device_ctx}, which wants a reference of its own. */
    public AVBufferRef hardware() {
        return hardware;
    }

    /** Calls the driver with the context bound to the calling thread; returns the driver's error number. */
    int bound(IntSupplier driverCall) {
        int result = DriverFunction.named("cuCtxPushCurrent_v2").call(context);
        if (result != 0) {
            return result;
        }
        try {
            return driverCall.getAsInt();
        } finally {
            pop();
        }
    }

    private static void pop() {
        try (LongPointer popped = new LongPointer(1)) {
            DriverFunction.named("cuCtxPopCurrent_v2").call(popped.address());
        }
    }

    /**
     * Does what may leave the context bound to the calling thread, as FFmpeg does where a decoder cannot be opened (cuviddec.c,
     * {@code cuvid_decode_init}), and takes it off again.
     */
    public void unbound(Runnable work) {
        long before = current();
        try {
            work.run();
        } finally {
            if (current() != before) {
                pop();
            }
        }
    }

    private static long current() {
        try (LongPointer bound = new LongPointer(1)) {
            return DriverFunction.named("cuCtxGetCurrent").call(bound.address()) == 0 ? bound.get() : 0;
        }
    }

    /**
     * Does nothing if the GPU is well: FFmpeg does not tell when it could not copy a picture (hwcontext_cuda.c,
     * {@code cuda_transfer_data}), and of other failures not which.
     *
     * @throws VideoException DEVICE_FAILED or another code of the driver; its message begins with {@code cannotWhat}
     */
    public void check(String cannotWhat) {
        CudaErrors.check(bound(() -> DriverFunction.named("cuStreamSynchronize").call(0)), cannotWhat);
    }

    /** Bytes of the device's memory that nobody uses now; 0 if the driver does not tell. */
    public long freeBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            int result = bound(() -> DriverFunction.named("cuMemGetInfo_v2").call(free.address(), total.address()));
            return result == 0 ? free.get() : 0;
        }
    }

    @Override
    public String toString() {
        return "GPU " + gpu.index() + " (" + gpu.name() + ")";
    }
}
