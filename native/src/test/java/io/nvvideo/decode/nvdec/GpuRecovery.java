package io.nvvideo.decode.nvdec;

import io.nvvideo.Device;
import io.nvvideo.FrameReader;
import io.nvvideo.GpuOptions;
import io.nvvideo.OnCpu;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.VideoOptions;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.decode.GpuStatistics;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Readings that end as they should not: a task that is killed, a damaged stream, a GPU without memory. Whatever became of that
 * one, the next one in the same process gives the CPU's frames.
 */
final class GpuRecovery {
    private static final Output SURFACE = Output.RGB.withFormat(FrameFormat.SURFACE);
    private static final int KILLED_AFTER = 5;
    private static final int TIMES = 5;
    /** One byte in so many is another one, in the middle of the file. */
    private static final int DAMAGE_EVERY = 400;

    /** The outcome that {@link GpuVerify} knows, and how it came to that. */
    record Outcome(String outcome, String how) {
        static Outcome failed(String why) {
            return new Outcome(GpuChecks.FAILED, why);
        }
    }

    private final CudaDevice device;
    private final Path file;
    private final VideoOptions options;

    GpuRecovery(CudaDevice device, Path file) {
        this.device = device;
        this.file = file;
        options = VideoOptions.DEFAULT.withGpu(GpuOptions.DEFAULT.withDevice(
                Device.parse("cuda:" + device.gpu().index())));
    }

    /** As Spark kills a task: it says so, and interrupts the thread. */
    Outcome killed() {
        long free = 0;
        for (int i = 0; i < TIMES; i++) {
            boolean[] cancelled = new boolean[1];
            try (Video video = Video.open(ByteSource.of(file), options.withCancelled(() -> cancelled[0]));
                    FrameReader reader = video.frames(Selection.all(), SURFACE)) {
                for (int frame = 0; frame < KILLED_AFTER; frame++) {
                    reader.next();
                }
                cancelled[0] = true;
                Thread.currentThread().interrupt();
                while (reader.next()) {
                    reader.image();
                }
                return Outcome.failed("a killed task read to the end");
            } catch (VideoException e) {
                if (e.code() != Code.CANCELLED) {
                    return Outcome.failed("a killed task ended with " + e.code() + ": " + e.getMessage());
                }
            } finally {
                Thread.interrupted();
            }
            free = i == 0 ? device.freeBytes() : free;
        }
        String memory =
                String.format(", %d MiB of the GPU's are gone since the first", free - device.freeBytes() >> 20);
        return next(TIMES + " tasks were killed in mid-decode" + memory);
    }

    /** Bytes in the middle of the stream are others. */
    Outcome damaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(7);
        int first = bytes.length / 3;
        int count = Math.max(1, bytes.length / 3 / DAMAGE_EVERY);
        for (int i = 0; i < count; i++) {
            bytes[first + random.nextInt(bytes.length / 3)] ^= (byte) (1 + random.nextInt(255));
        }
        int frames = 0;
        int errors = 0;
        int marked = 0;
        try (Video video = Video.open(ByteSource.of("damaged " + file.getFileName(), bytes), options);
                FrameReader reader = video.frames(Selection.all(), SURFACE)) {
            int most = 2 * video.length();
            for (boolean more = true; more; ) {
                try {
                    more = reader.next();
                    if (more) {
                        reader.image();
                        frames++;
                        marked += Boolean.TRUE.equals(reader.info().corrupt()) ? 1 : 0;
                    }
                } catch (VideoException e) {
                    if (e.code() != Code.CORRUPT || ++errors > most) {
                        return Outcome.failed("damage ended with " + e.code() + ": " + e.getMessage());
                    }
                }
            }
        }
        return next(String.format(
                "%d bytes were changed: %d frames came, %d of them marked, %d errors", count, frames, marked, errors));
    }

    /** All memory is taken away, before a reading and in the midst of one. */
    Outcome memory() {
        String before;
        try (MemoryHog hog = new MemoryHog(device)) {
            before = hog + " taken: ";
            try (Video video = Video.open(ByteSource.of(file), options)) {
                video.frame(0, SURFACE);
                return new Outcome(GpuChecks.MEASURED, before + "there was still room to read a frame");
            } catch (VideoException e) {
                if (e.code() != Code.DEVICE_MEMORY) {
                    return Outcome.failed(before + e.code() + ": " + e.getMessage());
                }
                before += e.code();
            }
        }
        Outcome next = next(before);
        if (!next.outcome().equals(GpuChecks.SAME)) {
            return next;
        }
        String amid;
        try (Video video = Video.open(ByteSource.of(file), options);
                FrameReader reader = video.frames(Selection.all(), Output.RGB)) {
            reader.next();
            try (MemoryHog hog = new MemoryHog(device)) {
                while (reader.next()) {
                    reader.image();
                }
                amid = "read to its end without " + hog;
            }
        } catch (VideoException e) {
            if (e.code() != Code.DEVICE_MEMORY) {
                return Outcome.failed("taken in mid-decode: " + e.code() + ": " + e.getMessage());
            }
            amid = e.code().toString();
        }
        return next(next.how() + "; taken in mid-decode: " + amid);
    }

    /** The reading after that, against the CPU's. */
    private Outcome next(String what) {
        try (Video video = Video.open(ByteSource.of(file), options);
                Video cpu = OnCpu.open(file);
                FrameReader reader = video.frames(Selection.all(), SURFACE);
                FrameReader wanted = cpu.frames(Selection.all(), SURFACE)) {
            int frames = 0;
            while (wanted.next()) {
                if (!reader.next() || !Arrays.equals(bytes(reader), bytes(wanted))) {
                    return new Outcome(GpuChecks.DIFFERS, what + "; the next reading differs from frame " + frames);
                }
                frames++;
            }
            if (reader.next()) {
                return new Outcome(GpuChecks.DIFFERS, what + "; the next reading gives more than " + frames);
            }
            GpuStatistics gpu = video.statistics().gpu();
            return new Outcome(
                    GpuChecks.SAME,
                    String.format(
                            "%s; then %d frames as the CPU's, %d sessions made and %d taken over",
                            what, frames, gpu.sessionsCreated(), gpu.sessionsReused() + gpu.sessionsReconfigured()));
        } catch (VideoException e) {
            return Outcome.failed(what + "; the next reading: " + e.code() + ": " + e.getMessage());
        }
    }

    private static byte[] bytes(FrameReader reader) {
        byte[] bytes = new byte[(int) reader.image().shape().byteSize()];
        reader.image().copyTo(ByteBuffer.wrap(bytes));
        return bytes;
    }
}
