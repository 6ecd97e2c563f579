package io.nvvideo;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_profile_name;

import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.nvdec.DecodingGpu;
import io.nvvideo.decode.nvdec.NvdecGpu;
import io.nvvideo.decode.nvdec.StreamOptions;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.ffmpeg.PixelFormats;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Decides where a stream is decoded. */
final class Decoders {
    private final VideoOptions options;
    private final GpuDoubts doubts;
    private final AVStream stream;
    private final String name;
    private final BooleanSupplier reorders;
    private final Supplier<Decoder> onCpu;

    /**
     * @param reorders whether pictures may be shown in another order than they are decoded in
     * @param onCpu makes the CPU's decoder of the stream
     */
    Decoders(
            VideoOptions options,
            GpuDoubts doubts,
            AVStream stream,
            String name,
            BooleanSupplier reorders,
            Supplier<Decoder> onCpu) {
        this.options = options;
        this.doubts = doubts;
        this.stream = stream;
        this.name = name;
        this.reorders = reorders;
        this.onCpu = onCpu;
    }

    /**
     * The decoder that the options call for.
     *
     * @throws VideoException UNSUPPORTED, NO_DEVICE and others that say why a GPU that was asked for cannot be used
     */
    Decoder open() {
        return switch (options.gpu().device().kind()) {
            case CPU -> onCpu.get();
            case CUDA -> onGpu(GpuChoice.required(options.gpu()));
            case AUTO -> GpuChoice.found(options.gpu()).map(this::onGpuOrCpu).orElseGet(onCpu);
        };
    }

    private Decoder onGpu(DecodingGpu gpu) {
        reasonAgainst(gpu).ifPresent(reason -> {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot decode " + name + " on " + gpu + ": " + reason + ". Use device=auto or device=cpu.");
        });
        return make(gpu);
    }

    private Decoder onGpuOrCpu(DecodingGpu gpu) {
        Optional<String> reason = NvdecGpu.reasonToDiffer(codec()).or(() -> reasonAgainst(gpu));
        return reason.isPresent()
                ? FallbackDecoder.onCpu(gpu.toString(), reason.get(), onCpu.get())
                : FallbackDecoder.onGpu(make(gpu), onCpu.get());
    }

    private String codec() {
        return Names.string(avcodec_get_name(stream.codecpar().codec_id()));
    }

    private String profile() {
        return Names.string(avcodec_profile_name(
                stream.codecpar().codec_id(), stream.codecpar().profile()));
    }

    private Optional<String> reasonAgainst(DecodingGpu gpu) {
        return DecodingGpu.reasonAgainstProfile(codec(), profile())
                .or(() -> gpu.reasonAgainst(
                        codec(),
                        PixelFormats.of(stream.codecpar().format()),
                        stream.codecpar().width(),
                        stream.codecpar().height()))
                .or(() -> doubts.reasonAgainst(gpu, options.gpu(), codec()));
    }

    private Decoder make(DecodingGpu gpu) {
        GpuOptions wishes = options.gpu();
        gpu.keepSessions(wishes.decoderCacheSize());
        boolean soon = wishes.latencyMode() != LatencyMode.NATIVE;
        return gpu.decoder(
                stream,
                new StreamOptions(
                        wishes.maxWidth(),
                        wishes.maxHeight(),
                        soon ? ParserLatency.LOW : ParserLatency.NATIVE,
                        wishes.latencyMode() == LatencyMode.ZERO && !reorders.getAsBoolean(),
                        options.cancelled()),
                name);
    }
}
