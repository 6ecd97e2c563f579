package io.nvvideo;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException.Code;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.FfmpegErrors;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Decodes on a GPU until a stream turns out to be none that it can, and from there on the CPU. What goes wrong in any other way
 * is told.
 */
final class FallbackDecoder implements Decoder {
    /** A parser may look at a packet only when it has the next one. */
    private static final int PACKETS_IN_DOUBT = 2;

    private record Fed(AVPacket packet, int number) {}

    private final Decoder cpu;
    private boolean onCpu;
    /** Null from the beginning where the GPU cannot, and later when it has given its last picture. */
    private Decoder gpu;

    private Reading reading;
    /** The last key frame's packet and those behind it, while the GPU may still refuse them. */
    private final Deque<Fed> inDoubt = new ArrayDeque<>();

    private boolean ended;
    private DecoderStatistics before = DecoderStatistics.NONE;

    private FallbackDecoder(Decoder gpu, Decoder cpu) {
        this.gpu = gpu;
        this.cpu = cpu;
        this.onCpu = gpu == null;
    }

    /** Owns both; the second one may be unopened. */
    static FallbackDecoder onGpu(Decoder gpu, Decoder cpu) {
        return new FallbackDecoder(gpu, cpu);
    }

    /** For a stream that is known to be none for the GPU. */
    static FallbackDecoder onCpu(String gpuName, String reason, Decoder cpu) {
        OnceLog.info("Some videos are decoded on the CPU: {}.", reason + " (" + gpuName + ")");
        return new FallbackDecoder(null, cpu);
    }

    private Decoder now() {
        return onCpu ? cpu : gpu;
    }

    @Override
    public void begin(Reading next) {
        reading = next;
        ended = false;
        now().begin(next);
    }

    @Override
    public void send(AVPacket packet, int number) {
        if (onCpu) {
            cpu.send(packet, number);
            return;
        }
        doubt(packet, number);
        try {
            gpu.send(packet, number);
        } catch (VideoException e) {
            toCpu(e);
        }
        if (inDoubt.size() > PACKETS_IN_DOUBT) {
            believe();
        }
    }

    private void doubt(AVPacket packet, int number) {
        if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
            believe();
        } else if (inDoubt.isEmpty()) {
            return;
        }
        inDoubt.add(new Fed(FfmpegErrors.allocated(av_packet_clone(packet), "a packet"), number));
    }

    private void believe() {
        inDoubt.forEach(fed -> av_packet_free(fed.packet()));
        inDoubt.clear();
    }

    private void toCpu(VideoException reason) {
        if (reason.code() != Code.UNSUPPORTED) {
            throw reason;
        }
        OnceLog.info("Some videos are decoded on the CPU: {}", reason.getMessage());
        onCpu = true;
        cpu.begin(reading);
        try {
            for (Fed fed : inDoubt) {
                cpu.send(fed.packet(), fed.number());
            }
        } finally {
            believe();
        }
    }

    @Override
    public boolean isSound() {
        return now().isSound();
    }

    @Override
    public void sendEnd() {
        ended = true;
        if (!onCpu) {
            try {
                gpu.sendEnd();
                return;
            } catch (VideoException e) {
                toCpu(e);
            }
        }
        cpu.sendEnd();
    }

    @Override
    public DecodedPicture receive() {
        if (gpu != null) {
            DecodedPicture picture = receiveFromGpu();
            if (picture != null || !onCpu) {
                return picture;
            }
            closeGpu();
        }
        return cpu.receive();
    }

    /** A decoder may look at a packet only when its picture is asked for. */
    private DecodedPicture receiveFromGpu() {
        try {
            return gpu.receive();
        } catch (VideoException e) {
            if (onCpu) {
                throw e;
            }
            toCpu(e);
            if (ended) {
                cpu.sendEnd();
            }
            // What came before.
            return gpu.receive();
        }
    }

    private void closeGpu() {
        DecoderStatistics done = gpu.statistics();
        before = new DecoderStatistics(done.pictures(), done.convertNanos(), done.gpu());
        gpu.close();
        gpu = null;
    }

    @Override
    public void flush() {
        forget();
        now().flush();
    }

    @Override
    public void restart() {
        forget();
        now().restart();
    }

    private void forget() {
        believe();
        ended = false;
        if (gpu != null && onCpu) {
            closeGpu();
        }
    }

    @Override
    public boolean isExact() {
        return now().isExact();
    }

    @Override
    public int packetsInDoubt() {
        return now().packetsInDoubt();
    }

    @Override
    public void rest() {
        believe();
        if (gpu != null) {
            gpu.rest();
        }
        cpu.rest();
    }

    @Override
    public DecoderStatistics statistics() {
        DecoderStatistics onGpu = gpu != null ? gpu.statistics() : before;
        DecoderStatistics onCpuNow = cpu.statistics();
        return new DecoderStatistics(
                onGpu.pictures() + onCpuNow.pictures(),
                onGpu.convertNanos() + onCpuNow.convertNanos(),
                onGpu.gpu().plus(onCpu ? GpuStatistics.ON_CPU : GpuStatistics.NONE));
    }

    @Override
    public void close() {
        believe();
        if (gpu != null) {
            closeGpu();
        }
        cpu.close();
    }
}
