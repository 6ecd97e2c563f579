package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.decode.nvdec.packets.PacketFilter;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.media.FrameIndex;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What {@link NvdecDecoder} does, but for its last step: pictures that somebody wants stay on the GPU. It is to be compared with
 * libraries whose pictures stay there too; sessions, parsers, filters and plans are the library's own. Nobody looks for the
 * types of pictures, which those do not tell either.
 */
public final class DeviceDecoder implements Decoder {
    private final StreamFormat format;
    private final PacketFilter filter;
    private final LeadingPictures leading;
    private final NvdecStream stream;
    private final DeviceFrames frames;
    private final Deque<DecodedPicture> ready = new ArrayDeque<>();
    private Reading reading;
    private boolean fresh = true;
    private long pictures;

    /**
     * @param keptSessions how many the GPU keeps while nobody uses them
     */
    public DeviceDecoder(
            CudaDevice device,
            AVStream stream,
            DeviceFrames frames,
            int keptSessions,
            StreamOptions options,
            String name) {
        NvdecGpu gpu = NvdecGpu.of(device);
        gpu.keepSessions(keptSessions);
        this.frames = frames;
        NvdecCodec codec = NvdecCodec.named(
                        Names.string(avcodec_get_name(stream.codecpar().codec_id())))
                .orElseThrow();
        format = new StreamFormat(stream.codecpar());
        leading = LeadingPictures.of(codec);
        filter = new PacketFilter(codec, stream.codecpar(), name);
        this.stream = new NvdecStream(device, gpu.sessions(), codec, options, this::due, name);
    }

    @Override
    public void begin(Reading next) {
        rest();
        reading = next;
    }

    @Override
    public void send(AVPacket packet, int number) {
        if (fresh) {
            leading.begin(number, packet);
            format.begin(packet);
        }
        filter.send(packet, number);
        feed();
    }

    private void feed() {
        for (AVPacket packet = filter.receive(); packet != null; packet = filter.receive()) {
            if (leading.isUndecodable(packet)) {
                continue;
            }
            byte[] headers = fresh ? filter.headers() : new byte[0];
            fresh = false;
            stream.send(headers, packet, packet.pts());
        }
    }

    private void due(DuePicture picture, VideoSequence sequence, NvdecSession session) {
        int number = (int) picture.timestamp();
        if (leading.isLeading(number)) {
            return;
        }
        boolean damaged = false;
        if (reading.wanted().test(number)) {
            VideoSequence shown = format.shown(sequence);
            frames.take(picture, shown, format.of(shown), session);
            damaged = session.isDamaged(picture.surface());
        }
        ready.add(new DecodedPicture(
                number, FrameIndex.NO_TIMESTAMP, FrameIndex.NO_TIMESTAMP, 0, false, "?", damaged, () -> {
                    throw new IllegalStateException("Its pixels stay on the GPU");
                }));
    }

    @Override
    public DecodedPicture receive() {
        DecodedPicture next = ready.poll();
        pictures += next == null ? 0 : 1;
        return next;
    }

    @Override
    public void sendEnd() {
        filter.sendEnd();
        feed();
        stream.end();
    }

    @Override
    public void flush() {
        stream.restart();
        ready.clear();
        filter.flush();
        fresh = true;
    }

    @Override
    public void rest() {
        flush();
        stream.rest();
    }

    @Override
    public DecoderStatistics statistics() {
        return new DecoderStatistics(pictures, 0, DecoderStatistics.NONE.gpu());
    }

    @Override
    public void close() {
        rest();
        stream.close();
        filter.close();
    }
}
