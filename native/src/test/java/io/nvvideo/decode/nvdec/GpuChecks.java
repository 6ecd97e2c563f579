package io.nvvideo.decode.nvdec;

import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.HostCopy;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.ImageShape;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;
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

    /** What people ask for, and what takes another path through the kernels. */
    private static final List<Output> OUTPUTS = List.of(
            Output.RGB,
            Output.RGB.withBitDepth(16),
            Output.RGB.withFormat(FrameFormat.BGR).withSize(336, 336, ResizeMode.CROP),
            Output.RGB.withFormat(FrameFormat.RGBP).withSize(224, 224, ResizeMode.PAD),
            Output.RGB.withFormat(FrameFormat.GRAY).withSize(0, 180, ResizeMode.FIT));

    private final CudaDevice device;
    private final Path file;

    private GpuChecks(CudaDevice device, Path file) {
        this.device = device;
        this.file = file;
    }

    /** The check, the GPU and the file. */
    public static void main(String[] arguments) {
        try {
            GpuChecks checks = new GpuChecks(CudaDevices.named(arguments[1]), Path.of(arguments[2]));
            switch (arguments[0]) {
                case "decode" -> checks.decode();
                case "kernels" -> checks.kernels();
                case "sessions" -> say(MEASURED, GpuTimes.sessions(checks.device, checks.file));
                case "reuse" -> say(MEASURED, GpuTimes.reuse(checks.device, checks.file));
                default -> throw new IllegalArgumentException("No check is called " + arguments[0]);
            }
        } catch (VideoException e) {
            say(e.code() == Code.UNSUPPORTED ? NOT_SUPPORTED : FAILED, e.code() + ": " + e.getMessage());
        }
    }

    private static void say(String outcome, String how) {
        System.out.println(RESULT + outcome + "\t" + how);
    }

    static NvdecCodec codec(VideoStream stream, Path file) {
        return NvdecCodec.named(stream.codec())
                .orElseThrow(() -> new VideoException(
                        Code.UNSUPPORTED, "Cannot decode " + file + " on a GPU: NVDEC has never known its codec."));
    }

    /** Asked before a parser is made, which fails for codecs that the driver does not parse. */
    private void requireSupport(NvdecCodec codec, VideoStream stream) {
        NvdecChroma chroma =
                switch (stream.pixelFormat().chromaSubsampling()) {
                    case "4:2:2" -> NvdecChroma.YUV422;
                    case "4:4:4" -> NvdecChroma.YUV444;
                    default -> NvdecChroma.YUV420;
                };
        device.decoderCapabilities()
                .of(codec, chroma, stream.pixelFormat().bitDepth())
                .reasonAgainst(stream.codedWidth(), stream.codedHeight())
                .ifPresent(reason -> {
                    throw new VideoException(
                            Code.UNSUPPORTED, "Cannot decode " + file + " on " + device + ": " + reason + ".");
                });
    }

    /** Every frame, and its time, against the CPU's. */
    private void decode() {
        try (Video video = Video.open(file);
                FrameReader expected = video.frames(Selection.all(), Output.RGB.withFormat(FrameFormat.SURFACE));
                SessionPool pool = new SessionPool(device, 1, 1);
                HostCopy host = new HostCopy(device);
                CudaStream queue = new CudaStream(device)) {
            Difference difference = new Difference();
            NvdecCodec codec = codec(video.stream(), file);
            requireSupport(codec, video.stream());
            long began = System.nanoTime();
            feed(codec, pool, (picture, sequence, session) -> {
                if (!expected.next()) {
                    difference.missing("the GPU gives more frames than the CPU's " + difference.frames());
                    return;
                }
                ImageShape shape = expected.image().shape();
                difference.time(expected.info().pts(), picture.timestamp());
                byte[] wanted = new byte[(int) shape.byteSize()];
                expected.image().copyTo(ByteBuffer.wrap(wanted));
                byte[] found = samples(picture, sequence, session, queue, host);
                boolean deep = session.kind().layout().bytesPerSample() == 2;
                difference.frame(
                        shape.pixelFormat() + " " + shape.width() + "x" + shape.height(),
                        session.kind().layout().layoutName() + " " + sequence.width() + "x" + sequence.height(),
                        wanted,
                        found,
                        deep,
                        (int) session.kind().layout().byteSize(sequence.width(), sequence.height()));
                if (session.isDamaged(picture.surface())) {
                    difference.missing("the GPU tells damage in frame " + (difference.frames() - 1));
                }
            });
            if (expected.next()) {
                difference.missing("the GPU gives " + difference.frames() + " frames, the CPU more");
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            say(difference.outcome(0), difference.text() + String.format(", compared in %.1f s", seconds));
        }
    }

    private static byte[] samples(
            DuePicture picture, VideoSequence sequence, NvdecSession session, CudaStream queue, HostCopy host) {
        try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
            return host.of(mapped.surface().cut(sequence.width(), sequence.height()), queue);
        }
    }

    private void feed(NvdecCodec codec, SessionPool pool, NvdecStream.Pictures pictures) {
        try (StreamPackets packets = new StreamPackets(file, codec.codecName());
                NvdecStream stream = new NvdecStream(device, pool, codec, 0, 0, pictures, file.toString())) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                stream.send(packet.data(), packet.size(), packet.pts(), false);
            }
            stream.end();
        }
    }

    /** The kernels on the CPU's surface of the first frame, against the CPU's pixels: says nothing of the decoder. */
    private void kernels() {
        try (Video video = Video.open(file);
                StreamPackets packets = new StreamPackets(file, video.stream().codec());
                PixelKernels kernels = new PixelKernels(device)) {
            VideoStream stream = video.stream();
            ColourRule colour = packets.colour(stream.pixelFormat());
            SurfaceLayout layout = SurfaceLayout.of(stream.pixelFormat(), file.toString());
            byte[] samples =
                    video.frame(0, Output.RGB.withFormat(FrameFormat.SURFACE)).data();
            Difference difference = new Difference();
            for (Output output : OUTPUTS) {
                var wanted = video.frame(0, output);
                Geometry geometry = Geometry.of(
                        output, stream.width(), stream.height(), stream.pixelFormat(), stream.orientation(), "a check");
                int size = wanted.data().length;
                try (DeviceMemory surface = new DeviceMemory(device, samples.length);
                        DeviceMemory pixels = new DeviceMemory(device, size);
                        PinnedMemory host = new PinnedMemory(device, Math.max(samples.length, size));
                        // Last, so that it is closed first: what is queued uses the memory.
                        CudaStream queue = new CudaStream(device)) {
                    host.bytes().put(samples);
                    surface.copyFrom(host, samples.length, queue);
                    kernels.convert(tight(layout, stream, surface.address()), colour, geometry, output, pixels, queue);
                    queue.synchronize();
                    pixels.copyTo(host, size, queue);
                    queue.synchronize();
                    byte[] found = new byte[size];
                    host.bytes().get(found);
                    String name = output.format() + " " + output.bitDepth() + " bit " + geometry.width() + "x"
                            + geometry.height();
                    difference.frame(name, name, wanted.data(), found, output.bitDepth() == 16, size);
                }
            }
            // exact promises one step of 255 between devices.
            say(difference.outcome(1), difference.text());
        }
    }

    /** A surface whose rows and planes have no padding, of odd sizes too. */
    private static Surface tight(SurfaceLayout layout, VideoStream stream, long address) {
        int bytes = layout.bytesPerSample();
        int width = stream.width();
        int height = stream.height();
        int chromaPitch = layout.chromaWidth(width) * bytes * (layout.interleaved() ? 2 : 1);
        long chroma = address + (long) width * bytes * height;
        long red = layout.interleaved() ? chroma + bytes : chroma + (long) chromaPitch * layout.chromaHeight(height);
        return new Surface(
                layout,
                stream.pixelFormat().bitDepth(),
                width,
                height,
                address,
                chroma,
                red,
                width * bytes,
                chromaPitch);
    }
}
