package io.nvvideo.decode.nvdec;

import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecParser;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.SurfaceLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** What a new session costs and what one that is set anew does, alone and over whole clips. */
final class GpuTimes {
    private static final int ROUNDS = 9;
    private static final int CLIPS = 20;

    private GpuTimes() {}

    /** Medians of creating, of setting to half the size and back, and of closing, each measured in the sequence callback. */
    static String sessions(CudaDevice device, Path file) {
        List<Double> create = new ArrayList<>();
        List<Double> set = new ArrayList<>();
        List<Double> close = new ArrayList<>();
        NvdecCodec codec = codecOf(file);
        for (int round = 0; round <= ROUNDS; round++) {
            boolean counts = round > 0; // the first one loads code
            Timed timed = new Timed(device);
            try (StreamPackets packets = new StreamPackets(file, codec.codecName());
                    NvdecParser parser = new NvdecParser(device, codec, ParserLatency.NATIVE, timed, file.toString())) {
                for (AVPacket packet = packets.next(); packet != null && timed.create == 0; packet = packets.next()) {
                    parser.parse(packet.data(), packet.size(), packet.pts(), false);
                }
            }
            if (counts) {
                create.add(timed.create);
                set.add(timed.set);
                close.add(timed.close);
            }
        }
        return String.format(
                "create %.2f ms, set anew %.2f ms, close %.2f ms (medians of %d)",
                median(create), median(set), median(close), ROUNDS);
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static NvdecCodec codecOf(Path file) {
        try (Video video = OnCpu.open(file)) {
            return GpuChecks.codec(video.stream(), file);
        }
    }

    /** Times what is done with a session at the first headers, and decodes nothing. */
    private static final class Timed implements NvdecParser.Handler {
        private final CudaDevice device;
        private double create;
        private double set;
        private double close;

        Timed(CudaDevice device) {
            this.device = device;
        }

        @Override
        public int sequence(VideoSequence sequence) {
            DecoderSetup own = DecoderSetup.unscaled(sequence, 1 + ParserLatency.NATIVE.heldBack());
            int width = sequence.codedWidth() / 32 * 16;
            int height = sequence.codedHeight() / 32 * 16;
            DecoderSetup half = new DecoderSetup(width, height, 0, 0, width, height, width, height, own.surfaces());
            DecoderKind kind = new DecoderKind(
                    sequence.codec(),
                    sequence.chroma(),
                    sequence.bitDepth(),
                    sequence.bitDepth() > 8 ? SurfaceLayout.P016 : SurfaceLayout.NV12,
                    sequence.codedWidth(),
                    sequence.codedHeight());
            long began = System.nanoTime();
            NvdecSession session = new NvdecSession(device, kind, own);
            create = since(began);
            try {
                began = System.nanoTime();
                session.set(half);
                session.set(own);
                set = since(began) / 2;
            } finally {
                began = System.nanoTime();
                session.close();
                close = since(began);
            }
            return own.surfaces();
        }

        private static double since(long began) {
            return (System.nanoTime() - began) / 1e6;
        }

        @Override
        public void decode(PictureParameters picture) {
            // only the headers matter
        }

        @Override
        public void due(DuePicture picture) {
            // nothing was decoded
        }
    }

    /** The same clip again and again, every frame mapped: with a session of its own each time, and with one that stays. */
    static String reuse(CudaDevice device, Path file) {
        NvdecCodec codec = codecOf(file);
        List<byte[]> packets = new ArrayList<>();
        try (StreamPackets read = new StreamPackets(file, codec.codecName())) {
            for (AVPacket packet = read.next(); packet != null; packet = read.next()) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(bytes);
            }
        }
        // Both once before, so that neither pays for what happens once.
        clips(device, codec, packets, 0, 2);
        double fresh = clips(device, codec, packets, 0, CLIPS);
        clips(device, codec, packets, 1, 2);
        double kept = clips(device, codec, packets, 1, CLIPS);
        return String.format(
                "%d clips of %d frames, one thread: %.1f clips/s with new sessions, %.1f with one that is kept, %.2f x",
                CLIPS, packets.size(), CLIPS / fresh, CLIPS / kept, fresh / kept);
    }

    private static double clips(CudaDevice device, NvdecCodec codec, List<byte[]> packets, int idle, int count) {
        int[] mapped = new int[1];
        try (SessionPool pool = new SessionPool(device, idle, 1);
                CudaStream queue = new CudaStream(device)) {
            long began = System.nanoTime();
            for (int clip = 0; clip < count; clip++) {
                try (NvdecStream stream = new NvdecStream(
                        device,
                        pool,
                        codec,
                        StreamOptions.DEFAULT,
                        (picture, sequence, session) -> {
                            try (NvdecSession.Mapped frame = session.map(picture, queue)) {
                                queue.synchronize();
                                mapped[0] += frame.surface().luma() == 0 ? 0 : 1;
                            }
                        },
                        "a clip")) {
                    for (int i = 0; i < packets.size(); i++) {
                        try (BytePointer data = new BytePointer(packets.get(i))) {
                            stream.send(data, packets.get(i).length, i, false);
                        }
                    }
                    stream.end();
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (mapped[0] != count * packets.size()) {
                throw new IllegalStateException(mapped[0] + " frames were mapped of " + count * packets.size());
            }
            return seconds;
        }
    }
}
