package io.nvvideo.decode.nvdec;

import io.nvvideo.FrameReader;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.HostCopy;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.Output;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PixelFormat;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * One check of a GPU, run by {@link GpuVerify} in a JVM of its own. Prints a line that begins with {@link #RESULT}: the outcome, a
 * tab, and how.
 */
public final class GpuChecks {
    static final String RESULT = "RESULT ";
    static final String SAME = "same";
    static final String DIFFERS = "differs";
    static final String FAILED = "failed";
    static final String MEASURED = "measured";
    static final String NOT_SUPPORTED = "not supported by this chip";

    private final CudaDevice device;
    private final Path file;

    private GpuChecks(CudaDevice device, Path file) {
        this.device = device;
        this.file = file;
    }

    /** The check, the GPU and the files, of which each has its line. */
    public static void main(String[] arguments) throws IOException {
        CudaDevice device = CudaDevices.named(arguments[1]);
        for (String file : List.of(arguments).subList(2, arguments.length)) {
            check(arguments[0], device, Path.of(file));
        }
    }

    private static void check(String check, CudaDevice device, Path file) throws IOException {
        try {
            GpuChecks checks = new GpuChecks(device, file);
            switch (check) {
                case "decode" -> checks.decode();
                case "kernels" -> pixels(new GpuPixelChecks(device, file).kernels());
                case "pixels" -> checks.pixels();
                case "killed" -> say(new GpuRecovery(device, file).killed());
                case "damaged" -> say(new GpuRecovery(device, file).damaged());
                case "memory" -> say(new GpuRecovery(device, file).memory());
                case "sessions" -> say(MEASURED, GpuTimes.sessions(device, file));
                default -> throw new IllegalArgumentException("No check is called " + check);
            }
        } catch (VideoException e) {
            say(e.code() == Code.UNSUPPORTED ? NOT_SUPPORTED : FAILED, e.code() + ": " + e.getMessage());
        }
    }

    private static void say(GpuRecovery.Outcome outcome) {
        say(outcome.outcome(), outcome.how());
    }

    private static void say(String outcome, String how) {
        System.out.println(RESULT + outcome + "\t" + how);
    }

    /** exact promises one step of 255 between devices. */
    private static void pixels(Difference difference) {
        say(difference.outcome(1), difference.text());
    }

    static NvdecCodec codec(VideoStream stream, Path file) {
        return NvdecCodec.named(stream.codec())
                .orElseThrow(() -> new VideoException(
                        Code.UNSUPPORTED, "Cannot decode " + file + " on a GPU: NVDEC has never known its codec."));
    }

    /** Asked before a parser is made, which fails for codecs that the driver does not parse. */
    private void requireSupport(NvdecCodec codec, VideoStream stream) {
        PixelFormat format = stream.pixelFormat();
        if (format == null) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot decode " + file + ": its headers do not say what its samples are. Leave it out.");
        }
        NvdecChroma chroma = format.rgb() ? NvdecChroma.YUV444 : chroma(format.chromaSubsampling());
        device.decoderCapabilities()
                .of(codec, chroma, format.bitDepth())
                .reasonAgainst(stream.codedWidth(), stream.codedHeight())
                .ifPresent(reason -> {
                    throw new VideoException(
                            Code.UNSUPPORTED, "Cannot decode " + file + " on " + device + ": " + reason + ".");
                });
    }

    private static NvdecChroma chroma(String subsampling) {
        return switch (subsampling) {
            case "4:2:2" -> NvdecChroma.YUV422;
            case "4:4:4" -> NvdecChroma.YUV444;
            default -> NvdecChroma.YUV420;
        };
    }

    /** Every frame that is shown, and which packet it is of, against the CPU's. */
    private void decode() {
        try (Video video = OnCpu.open(file);
                FrameReader expected = video.frames(Selection.all(), Output.RGB.withFormat(FrameFormat.SURFACE));
                SessionPool pool = new SessionPool(device, 1, 1);
                HostCopy host = new HostCopy(device);
                CudaStream queue = new CudaStream(device)) {
            Difference difference = new Difference("frame");
            NvdecCodec codec = codec(video.stream(), file);
            requireSupport(codec, video.stream());
            FrameIndex index = video.index();
            long began = System.nanoTime();
            boolean bySlices = feed(codec, pool, (picture, sequence, session) -> {
                int frame = index.frameOfPacket((int) picture.timestamp());
                if (frame < 0) {
                    return; // an edit list leaves it out
                }
                if (!expected.next()) {
                    difference.missing("the GPU gives more frames than the CPU's " + difference.frames());
                    return;
                }
                ImageShape shape = expected.image().shape();
                difference.number((int) expected.info().index(), frame);
                byte[] wanted = new byte[(int) shape.byteSize()];
                expected.image().copyTo(ByteBuffer.wrap(wanted));
                ImageSize size = shown(sequence, video.stream());
                byte[] found = samples(picture, size, session, queue, host);
                boolean deep = session.kind().layout().bytesPerSample() == 2;
                difference.frame(
                        shape.pixelFormat() + " " + shape.width() + "x" + shape.height(),
                        session.kind().layout().layoutName() + " " + size.width() + "x" + size.height(),
                        wanted,
                        found,
                        deep,
                        (int) session.kind().layout().byteSize(size.width(), size.height()));
                if (session.isDamaged(picture.surface())
                        && !Boolean.TRUE.equals(expected.info().corrupt())) {
                    difference.missing("the GPU tells damage in frame " + frame + ", the CPU does not");
                }
            });
            if (expected.next()) {
                difference.missing("the GPU gives " + difference.frames() + " frames, the CPU more");
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            String known = bySlices ? ", known by their slices" : "";
            say(difference.outcome(0), difference.text() + known + String.format(", compared in %.1f s", seconds));
        }
    }

    private record ImageSize(int width, int height) {}

    /**
     * What the headers say, or the container where they cut nothing off and it cuts off less than a macroblock: FFmpeg's H.264
     * decoder believes it then ({@code init_dimensions} in h264_slice.c), and NVDEC never hears of it.
     */
    private static ImageSize shown(VideoSequence sequence, VideoStream stream) {
        boolean uncut = sequence.width() == sequence.codedWidth() && sequence.height() == sequence.codedHeight();
        boolean sameBlocks = blocks(stream.width()) == blocks(sequence.codedWidth())
                && blocks(stream.height()) == blocks(sequence.codedHeight());
        return uncut && sameBlocks && sequence.codec() == NvdecCodec.H264
                ? new ImageSize(stream.width(), stream.height())
                : new ImageSize(sequence.width(), sequence.height());
    }

    private static int blocks(int side) {
        return (side + 15) / 16;
    }

    private static byte[] samples(
            DuePicture picture, ImageSize size, NvdecSession session, CudaStream queue, HostCopy host) {
        try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
            return host.of(mapped.surface().cut(size.width(), size.height()), queue);
        }
    }

    /** The kernels on the first picture as NVDEC maps it. */
    private void pixels() {
        try (Video video = OnCpu.open(file);
                GpuPixelChecks.Converter converter = new GpuPixelChecks(device, file).converter(video);
                SessionPool pool = new SessionPool(device, 1, 1)) {
            NvdecCodec codec = codec(video.stream(), file);
            requireSupport(codec, video.stream());
            feed(codec, pool, (picture, sequence, session) -> {
                if (converter.difference().frames() == 0) {
                    try (NvdecSession.Mapped mapped = session.map(picture, converter.queue())) {
                        ImageSize size = shown(sequence, video.stream());
                        converter.compare(mapped.surface().cut(size.width(), size.height()));
                    }
                }
            });
            pixels(converter.difference());
        }
    }

    /** Whether pictures were known by their slices. */
    private boolean feed(NvdecCodec codec, SessionPool pool, NvdecStream.Pictures pictures) {
        try (StreamPackets packets = new StreamPackets(file, codec.codecName());
                NvdecStream stream =
                        new NvdecStream(device, pool, codec, StreamOptions.DEFAULT, pictures, file.toString())) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                stream.send(packet.data(), packet.size(), packet.pts());
            }
            stream.end();
            return stream.knowsBySlices();
        }
    }
}
