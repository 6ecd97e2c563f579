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
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * What {@link NvdecPicturesTest} has run with H.264 of which some packets are fields: puts two packets into one, as MP4 does with fields,
 * and compares the frames with the CPU's.
 */
public final class NvdecFields {
    private NvdecFields() {}

    /** The file. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        CudaDevice device = CudaDevices.named("0");
        int[] same = new int[2];
        StreamOptions soon = new StreamOptions(0, 0, ParserLatency.LOW, false, () -> false);
        try (Video cpu = OnCpu.open(file);
                SessionPool pool = new SessionPool(device, 1, 1);
                CudaStream queue = new CudaStream(device);
                HostCopy host = new HostCopy(device);
                StreamPackets packets = new StreamPackets(file, "h264")) {
            List<Frame> frames = cpu.list(Selection.all(), Output.RGB.withFormat(FrameFormat.SURFACE));
            Iterator<Frame> wanted = frames.iterator();
            NvdecStream.Pictures pictures = (picture, sequence, session) -> {
                try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                    byte[] found = host.of(mapped.surface().cut(sequence.width(), sequence.height()), queue);
                    same[Arrays.equals(found, wanted.next().data()) ? 0 : 1]++;
                }
            };
            try (NvdecStream stream = new NvdecStream(device, pool, NvdecCodec.H264, soon, pictures, "the fields")) {
                ByteArrayOutputStream pair = new ByteArrayOutputStream();
                int number = 0;
                for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                    byte[] field = new byte[packet.size()];
                    packet.data().get(field);
                    pair.writeBytes(field);
                    if (++number % 2 == 0) {
                        try (BytePointer both = new BytePointer(pair.toByteArray())) {
                            stream.send(both, pair.size(), number / 2);
                        }
                        pair.reset();
                    }
                }
                stream.end();
            }
            System.out.println("frames " + frames.size() + ", same " + same[0] + ", different " + same[1]);
        }
    }
}
