package io.nvvideo.fuzz;

import io.nvvideo.Device;
import io.nvvideo.GpuOptions;
import io.nvvideo.LatencyMode;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoOptions;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Reads damaged videos on a GPU, all in one process, which NVDEC's parser may end; after each of them the sound one, which has to
 * come as it did at first. What the damaged ones give is compared with the CPU's: numbers and times of frames, and what is told of
 * those that do not come; what decoders make of damaged samples is their own affair.
 */
public final class GpuFuzz {
    /** Damage of any kind, anywhere. */
    static final String ANY = "any";
    /** {@link FalseClaims}. */
    static final String CLAIMS = "claims";

    static final String WRONG = "WRONG ";
    static final String DONE = "DONE ";

    private static final Output SAMPLES = Output.RGB.withFormat(FrameFormat.NATIVE);
    private static final int MAX_FRAMES = 200;
    private static final int HEADER_BYTES = 48;

    private final boolean claims;
    private final ByteBuffer pixels = CompleteRead.pixelBuffer();
    private int onGpu;
    private int refused;
    private int frames;

    private GpuFuzz(boolean claims) {
        this.claims = claims;
    }

    /** {@link #ANY} damage or {@link #CLAIMS}, how often each file has it, the seed of the first time, and the files. */
    public static void main(String[] arguments) throws IOException {
        GpuFuzz fuzz = new GpuFuzz(arguments[0].equals(CLAIMS));
        int times = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        for (String file : List.of(arguments).subList(3, arguments.length)) {
            fuzz.damage(Path.of(file), times, seed);
        }
        System.out.println(DONE + fuzz.onGpu + " on the GPU, " + fuzz.refused + " refused, " + fuzz.frames + " frames");
    }

    private void damage(Path file, int times, long seed) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        String extension = file.toString().substring(file.toString().lastIndexOf('.'));
        ByteSource source = ByteSource.of(file.getFileName().toString(), sound);
        Given first;
        FrameIndex index;
        String codec;
        try (Video video = Video.open(source, options(LatencyMode.NATIVE))) {
            index = video.index();
            codec = video.stream().codec();
            first = read(video);
        }
        if (first.refused() != null) {
            throw new IllegalArgumentException(file + " is not for this GPU: " + first.refused());
        }
        for (int i = 0; i < times; i++) {
            Random random = new Random(seed + i);
            System.err.println("== " + file + " " + (seed + i));
            byte[] damaged = claims ? FalseClaims.in(sound, index, codec, random) : damaged(sound, index, random);
            LatencyMode latency = LatencyMode.values()[random.nextInt(LatencyMode.values().length)];
            String name = "damaged" + extension;
            String wrong = null;
            try {
                wrong = compare(ByteSource.of(name, damaged), latency);
            } catch (RuntimeException e) {
                e.printStackTrace();
                wrong = e.toString();
            }
            try (Video video = Video.open(source, options(LatencyMode.NATIVE))) {
                if (!first.frames().equals(read(video).frames())) {
                    wrong = "the next reading gives other frames";
                }
            }
            if (wrong != null) {
                System.out.println(WRONG + file.getFileName() + " " + (seed + i) + ": " + wrong);
            }
        }
    }

    /** What differs from the CPU's; null if nothing does. */
    private String compare(ByteSource damaged, LatencyMode latency) {
        FrameIndex index;
        Given cpu;
        try (Video video = Video.open(damaged, VideoOptions.DEFAULT.withDevice(Device.CPU))) {
            index = video.index();
            cpu = read(video);
        } catch (VideoException e) {
            return null;
        }
        try (Video video = Video.open(damaged, options(latency))) {
            Given gpu = read(video);
            if (gpu.refused() != null || cpu.refused() != null) {
                refused++;
                return null;
            }
            onGpu++;
            frames += gpu.frames().size();
            int[] all = video.select(Selection.all());
            return new Consistency(index, cpu, gpu, all, true).wrong();
        } catch (VideoException e) {
            refused++;
            return null;
        }
    }

    private static VideoOptions options(LatencyMode latency) {
        return VideoOptions.DEFAULT.withGpu(
                GpuOptions.DEFAULT.withDevice(Device.parse("cuda:0")).withLatencyMode(latency));
    }

    private Given read(Video video) {
        Given.Reader reader = new Given.Reader(SAMPLES, pixels, MAX_FRAMES, true);
        reader.read(video, Selection.all(), () -> {});
        return reader.given();
    }

    private static byte[] damaged(byte[] sound, FrameIndex index, Random random) {
        if (random.nextInt(6) == 0) {
            return new Mutator(random, sound).mutate(sound);
        }
        byte[] bytes = sound.clone();
        int places = 1 + random.nextInt(4);
        for (int i = 0; i < places; i++) {
            int packet =
                    random.nextInt(3) == 0 ? 0 : random.nextInt(index.packets().count());
            int size = index.packets().size(packet);
            int at = (int) index.packets().position(packet);
            int reach = random.nextBoolean() ? Math.min(size, HEADER_BYTES) : size;
            if (at < 0 || size < 1 || at + size > bytes.length) {
                continue;
            }
            int from = at + random.nextInt(reach);
            int count = Math.min(1 + random.nextInt(1 << random.nextInt(6)), at + size - from);
            int kind = random.nextInt(4);
            for (int b = from; b < from + count; b++) {
                bytes[b] = switch (kind) {
                    case 0 -> 0;
                    case 1 -> -1;
                    case 2 -> (byte) random.nextInt(256);
                    default -> (byte) (bytes[b] ^ 1 << random.nextInt(8));
                };
            }
        }
        return bytes;
    }
}
