package io.nvvideo.decode.nvdec;

import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
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

/** What a new session costs, and one that is set anew. */
final class GpuTimes {
    private static final int ROUNDS = 9;

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
                    parser.parse(packet.data(), packet.size(), packet.pts());
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
}
