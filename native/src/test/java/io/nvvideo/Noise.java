package io.nvvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Damage in the midst of a packet, the same each time. */
final class Noise {
    private Noise() {}

    /** A file's bytes with noise in the middle of a frame's packet. */
    static byte[] in(Path sound, int frame, int seed) throws IOException {
        byte[] bytes = Files.readAllBytes(sound);
        Random random = new Random(seed);
        try (Video video = Video.open(sound)) {
            int packet = video.index().packetOfFrame(frame);
            int size = video.index().packets().size(packet);
            byte[] put = new byte[10 + random.nextInt(100)];
            random.nextBytes(put);
            int at = (int) video.index().packets().position(packet) + size / 4 + random.nextInt(size / 2);
            System.arraycopy(put, 0, bytes, at, Math.min(put.length, size / 4));
        }
        return bytes;
    }
}
