package io.nvvideo.decode.nvdec;

import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** The pictures of a file decoded as fast as the engines go: packets are in memory, sessions are kept, nothing is mapped. */
public final class EngineLoad implements AutoCloseable {
    private final CudaDevice device;
    private final NvdecCodec codec;
    private final List<BytePointer> packets = new ArrayList<>();
    private final SessionPool pool;

    /**
     * @param threads that may decode at a time
     */
    public EngineLoad(String gpu, Path file, int threads) {
        device = CudaDevices.named(gpu);
        try (Video video = OnCpu.open(file)) {
            codec = GpuChecks.codec(video.stream(), file);
        }
        try (StreamPackets read = new StreamPackets(file, codec.codecName())) {
            for (AVPacket packet = read.next(); packet != null; packet = read.next()) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(new BytePointer(bytes));
            }
        }
        pool = new SessionPool(device, threads, threads);
    }

    /** The whole file once, on the calling thread; how many pictures. Ends when the last one is decoded. */
    public int decode() {
        Last last = new Last(packets.size());
        try (CudaStream queue = new CudaStream(device);
                NvdecStream stream =
                        new NvdecStream(device, pool, codec, StreamOptions.DEFAULT, last::keep, "a clip")) {
            last.queue = queue;
            for (int i = 0; i < packets.size(); i++) {
                stream.send(packets.get(i), packets.get(i).capacity(), i);
            }
            stream.end();
        }
        if (!last.waited) {
            throw new IllegalStateException(last.count + " pictures came of " + packets.size() + " packets");
        }
        return last.count;
    }

    /** Mapping a picture waits for it, and so for all before it. */
    private static final class Last {
        private CudaStream queue;
        private final int expected;
        private int count;
        private boolean waited;

        Last(int expected) {
            this.expected = expected;
        }

        void keep(DuePicture picture, VideoSequence sequence, NvdecSession session) {
            if (++count == expected) {
                try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                    queue.synchronize();
                    waited = mapped.surface().luma() != 0;
                }
            }
        }
    }

    @Override
    public void close() {
        pool.close();
        packets.forEach(BytePointer::close);
    }
}
