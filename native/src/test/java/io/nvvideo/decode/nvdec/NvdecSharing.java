package io.nvvideo.decode.nvdec;

import io.nvvideo.Frame;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.HostCopy;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Several threads decode several videos with the sessions of one pool, and each gets its own pictures: prints how many. */
public final class NvdecSharing {
    private static final int THREADS = 4;
    private static final int ROUNDS = 3;

    private record Clip(Path file, NvdecCodec codec, List<byte[]> frames, int[] frameOfPacket) {
        static Clip of(Path file) {
            try (Video video = OnCpu.open(file)) {
                List<byte[]> frames = video.list(Selection.all(), Output.RGB.withFormat(FrameFormat.SURFACE)).stream()
                        .map(Frame::data)
                        .toList();
                int[] frameOfPacket = new int[video.index().packets().count()];
                Arrays.setAll(frameOfPacket, video.index()::frameOfPacket);
                return new Clip(file, GpuChecks.codec(video.stream(), file), frames, frameOfPacket);
            }
        }
    }

    private NvdecSharing() {}

    /** The files, which have NV12 surfaces. */
    public static void main(String[] arguments) throws Exception {
        List<Clip> clips = Arrays.stream(arguments).map(Path::of).map(Clip::of).toList();
        CudaDevice device = CudaDevices.named("0");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SessionPool pool = new SessionPool(device, 2, 2)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                Callable<Integer> work = () -> decode(device, pool, clips, first);
                counts.add(threads.submit(work));
            }
            int same = 0;
            for (Future<Integer> count : counts) {
                same += count.get();
            }
            SessionPool.Statistics now = pool.statistics();
            System.out.println("same " + same);
            System.out.println("sessions " + (now.created() + now.reconfigured() + now.reused()));
            System.out.println("some were set anew " + (now.reconfigured() > 0) + ", some kept " + (now.reused() > 0));
        } finally {
            threads.shutdownNow();
        }
    }

    private static int decode(CudaDevice device, SessionPool pool, List<Clip> clips, int first) {
        int[] same = new int[1];
        try (CudaStream queue = new CudaStream(device);
                HostCopy host = new HostCopy(device)) {
            for (int i = 0; i < ROUNDS * clips.size(); i++) {
                Clip clip = clips.get((first + i) % clips.size());
                NvdecStream.Pictures pictures = (picture, sequence, session) -> {
                    try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                        byte[] found = host.of(mapped.surface().cut(sequence.width(), sequence.height()), queue);
                        int frame = clip.frameOfPacket()[(int) picture.timestamp()];
                        same[0] += Arrays.equals(found, clip.frames().get(frame)) ? 1 : 0;
                    }
                };
                try (StreamPackets packets =
                                new StreamPackets(clip.file(), clip.codec().codecName());
                        NvdecStream stream = new NvdecStream(
                                device, pool, clip.codec(), StreamOptions.DEFAULT, pictures, "a clip")) {
                    for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                        stream.send(packet.data(), packet.size(), packet.pts());
                    }
                    stream.end();
                }
            }
        }
        return same[0];
    }
}
