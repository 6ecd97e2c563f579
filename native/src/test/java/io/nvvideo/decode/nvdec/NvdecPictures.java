package io.nvvideo.decode.nvdec;

import io.nvvideo.Frame;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.HostCopy;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecParser;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** What {@link NvdecPicturesTest} has run in JVMs that have the driver: pictures of one 8-bit 4:2:0 video against the CPU's. */
public final class NvdecPictures implements NvdecParser.Handler, AutoCloseable {
    private record Stored(byte[] bytes, boolean key) {}

    private final CudaDevice device = CudaDevices.named("0");
    private final CudaStream queue = new CudaStream(device);
    private final HostCopy host = new HostCopy(device);
    private final String scenario;
    private final NvdecCodec codec;
    private final Video video;
    private final List<Frame> wanted;
    private final List<Stored> packets = new ArrayList<>();
    private final Set<Integer> decoded = new HashSet<>();
    private final PicturePackets numbers;
    private NvdecSession session;
    private VideoSequence sequence;
    private int sequences;
    private int pictures;
    private int references;
    private int leftOut;
    private int same;
    private int different;
    private int garbage;
    private int damaged;
    private int timesOfOthers;
    /** How many further pictures were given to the decoder before one was due, and how often. */
    private final Map<Integer, Integer> further = new TreeMap<>();
    /** How many were given to it before that of a surface. */
    private final Map<Integer, Integer> before = new HashMap<>();

    private NvdecPictures(String scenario, Path file) {
        this.scenario = scenario;
        video = OnCpu.open(file);
        wanted = video.list(Selection.all(), Output.RGB.withFormat(FrameFormat.SURFACE));
        codec = GpuChecks.codec(video.stream(), file);
        numbers = PicturePackets.of(codec);
        try (StreamPackets read = new StreamPackets(file, codec.codecName())) {
            for (AVPacket packet = read.next(); packet != null; packet = read.next()) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(new Stored(bytes, (packet.flags() & 1) != 0));
            }
        }
    }

    /** The scenario and the file. */
    public static void main(String[] arguments) {
        try (NvdecPictures pictures = new NvdecPictures(arguments[0], Path.of(arguments[1]))) {
            pictures.run();
        }
    }

    private void run() {
        try (NvdecParser parser = new NvdecParser(device, codec, latency(), this, "the video")) {
            switch (scenario) {
                case "again" -> {
                    send(parser, 0, packets.size());
                    parser.end();
                    send(parser, 0, packets.size());
                }
                default -> send(parser, 0, packets.size());
            }
            parser.end();
        }
        if (scenario.equals("native") || scenario.equals("low")) {
            System.out.println("further pictures before one is due " + further);
        }
        if (scenario.equals("times")) {
            System.out.println("times of others " + timesOfOthers);
        }
        System.out.println("sequences " + sequences + ", pictures " + pictures + ", left out " + leftOut + ", same "
                + same + ", different " + different + ", garbage " + garbage + ", damaged " + damaged);
    }

    private void send(NvdecParser parser, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] bytes = packets.get(i).bytes().clone();
            if (scenario.equals("damage") && i == 5) {
                Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x11);
            }
            numbers.feed(i, i, bytes);
            try (BytePointer data = new BytePointer(bytes)) {
                parser.parse(data, bytes.length, i);
            }
        }
    }

    @Override
    public int sequence(VideoSequence next) {
        sequences++;
        sequence = next;
        DecoderSetup setup = DecoderSetup.unscaled(next, moreSurfaces());
        if (session == null) {
            session = new NvdecSession(
                    device,
                    new DecoderKind(
                            codec,
                            next.chroma(),
                            next.bitDepth(),
                            SurfaceLayout.NV12,
                            next.codedWidth(),
                            next.codedHeight()),
                    setup);
        } else {
            session.set(setup);
        }
        return setup.surfaces();
    }

    private ParserLatency latency() {
        return scenario.equals("low") ? ParserLatency.LOW : ParserLatency.NATIVE;
    }

    private int moreSurfaces() {
        return scenario.equals("surfaces") ? -1 : 1 + latency().heldBack();
    }

    @Override
    public void decode(PictureParameters picture) {
        if (picture.beginsPicture()) {
            numbers.found(picture.surface(), picture.firstSlice(SlicePackets.SLICE_BYTES));
            before.put(picture.surface(), pictures);
        }
        pictures++;
        references += picture.isReference() ? 1 : 0;
        boolean skipped =
                switch (scenario) {
                    case "others" -> !picture.isReference();
                    // The second one is not intra-coded, and later ones are predicted from it.
                    case "reference" -> picture.isReference() && references == 2;
                    default -> false;
                };
        decoded.remove(picture.surface());
        if (skipped) {
            leftOut++;
        } else {
            session.decode(picture, "a test");
            decoded.add(picture.surface());
        }
    }

    @Override
    public void due(DuePicture picture) {
        further.merge(pictures - before.get(picture.surface()) - 1, 1, Integer::sum);
        long number = numbers.numbered(picture).timestamp();
        timesOfOthers += picture.timestamp() == number ? 0 : 1;
        if (scenario.equals("maps")) {
            mapTooMany(picture);
        }
        if (scenario.equals("misuse")) {
            session.set(new DecoderSetup(64, 64, 0, 0, 64, 64, 64, 64, 20));
        }
        damaged += session.isDamaged(picture.surface()) ? 1 : 0;
        byte[] found;
        try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
            found = host.of(mapped.surface().cut(sequence.width(), sequence.height()), queue);
        }
        int frame = video.index().frameOfPacket((int) number);
        if (!decoded.contains(picture.surface())) {
            garbage += isOneValue(found) ? 1 : 0;
        } else if (Arrays.equals(found, wanted.get(frame).data())) {
            same++;
        } else {
            different++;
        }
    }

    private static boolean isOneValue(byte[] samples) {
        for (byte sample : samples) {
            if (sample != samples[0]) {
                return false;
            }
        }
        return true;
    }

    private void mapTooMany(DuePicture picture) {
        List<NvdecSession.Mapped> mapped = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                mapped.add(session.map(picture, queue));
            }
        } catch (VideoException e) {
            System.out.println("after " + mapped.size() + ": " + e.code());
        } finally {
            mapped.forEach(NvdecSession.Mapped::close);
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
        host.close();
        queue.close();
        video.close();
    }
}
