package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.decode.nvdec.packets.PacketFilter;
import io.nvvideo.image.Image;
import io.nvvideo.media.FrameIndex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** A stream on NVDEC. Pictures that nobody wants stay on the GPU. */
public final class NvdecDecoder implements Decoder {
    private static final byte[] NOTHING = {};

    private record Ready(DecodedPicture picture, Pixels pixels) {}

    private final NvdecGpu gpu;
    private final String name;
    private final StreamFormat format;
    private final PictureHeaders headers;
    private final PacketFilter filter;
    private final LeadingPictures leading;
    private final NvdecStream stream;
    private final PendingPictures pending = new PendingPictures();

    private final Deque<Ready> ready = new ArrayDeque<>();
    private Ready current;
    private Reading reading;
    private PixelPaths paths;
    private boolean fresh = true;
    private long pictures;
    private long convertNanos;
    private boolean closed;

    /**
     * Sets up; a session is taken when the first headers come.
     *
     * @param name of the file, for errors
     * @throws VideoException UNSUPPORTED if NVDEC has never known the codec
     */
    public NvdecDecoder(NvdecGpu gpu, AVStream stream, StreamOptions options, String name) {
        this.gpu = gpu;
        this.name = name;
        NvdecCodec codec = DecodingGpu.codec(stream, gpu, name);
        format = new StreamFormat(stream.codecpar());
        leading = LeadingPictures.of(codec);
        headers = new PictureHeaders(stream.codecpar());
        PacketFilter filtering = null;
        try {
            filtering = new PacketFilter(codec, stream.codecpar(), name);
            this.filter = filtering;
            this.stream = new NvdecStream(gpu.device(), gpu.sessions(), codec, options, new Due(), name);
        } catch (RuntimeException | Error e) {
            headers.close();
            if (filtering != null) {
                filtering.close();
            }
            throw e;
        }
    }

    @Override
    public void begin(Reading next) {
        rest();
        reading = next;
        paths = new PixelPaths(gpu, format, next, name);
    }

    @Override
    public void send(AVPacket packet, int number) {
        pending.add(number, headers.of(packet));
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
            int number = (int) packet.pts();
            PictureHeaders.Header header = headers.of(pending.of(number), packet);
            pending.add(number, header);
            byte[] before = fresh ? filter.headersBefore(number) : NOTHING;
            fresh = false;
            long pts = header.pts();
            stream.send(before, packet, pts == FrameIndex.NO_TIMESTAMP ? number : pts);
        }
    }

    @Override
    public void sendEnd() {
        filter.sendEnd();
        feed();
        stream.end();
    }

    private final class Due implements NvdecStream.Pictures {
        @Override
        public void due(DuePicture picture, VideoSequence sequence, NvdecSession session) {
            take(picture, sequence, session);
        }

        @Override
        public Optional<Shrink> shrink(VideoSequence sequence) {
            return paths.shrink(sequence);
        }
    }

    private void take(DuePicture picture, VideoSequence sequence, NvdecSession session) {
        int number = pending.known((int) picture.timestamp());
        PictureHeaders.Header known = pending.of(number);
        pending.remove(number);
        if (leading.isLeading(number) || isLoneField(picture, sequence)) {
            return;
        }
        Pixels pixels = null;
        boolean damaged = false;
        if (reading.wanted().test(number)) {
            long began = System.nanoTime();
            pixels = paths.take(picture, sequence, session);
            convertNanos += System.nanoTime() - began;
            // Mapping has waited for the decoder, so that it knows.
            damaged = session.isDamaged(picture.surface());
            if (damaged) {
                filter.forget(number);
            }
        }
        Pixels taken = pixels;
        ready.add(new Ready(
                new DecodedPicture(
                        number,
                        known.pts(),
                        known.dts(),
                        known.duration(),
                        known.keyFrame(),
                        known.type(),
                        damaged,
                        () -> image(taken)),
                pixels));
    }

    /** Decoders of the CPU show none of H.264: the other rows are those of no picture (h264_slice.c, {@code h264_field_start}). */
    private static boolean isLoneField(DuePicture picture, VideoSequence sequence) {
        return picture.unpaired() && sequence.codec() == NvdecCodec.H264;
    }

    private Image image(Pixels pixels) {
        if (pixels == null) {
            throw new IllegalStateException("Nobody wanted this picture of " + name);
        }
        long began = System.nanoTime();
        try {
            return pixels.image();
        } finally {
            convertNanos += System.nanoTime() - began;
        }
    }

    @Override
    public DecodedPicture receive() {
        release(current);
        current = ready.poll();
        if (current == null) {
            return null;
        }
        pictures++;
        return current.picture();
    }

    private static void release(Ready picture) {
        if (picture != null && picture.pixels() != null) {
            picture.pixels().release();
        }
    }

    @Override
    public void flush() {
        stream.restart();
        release(current);
        current = null;
        ready.forEach(NvdecDecoder::release);
        ready.clear();
        pending.clear();
        filter.flush();
        fresh = true;
    }

    @Override
    public void rest() {
        if (paths != null) {
            paths.close();
            paths = null;
        }
        flush();
        stream.rest();
    }

    @Override
    public DecoderStatistics statistics() {
        SessionPool.Statistics sessions = stream.statistics();
        return new DecoderStatistics(
                pictures,
                convertNanos,
                new GpuStatistics(
                        pictures,
                        sessions.created(),
                        sessions.reconfigured(),
                        sessions.reused(),
                        sessions.waitNanos(),
                        0));
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rest();
            stream.close();
            filter.close();
            headers.close();
        }
    }
}
