package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.MockDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VP9 of which NVDEC's parser tells something else than a CPU's decoder shows: the frames are the CPU's all the same. */
class UnusualVp9Test {
    /** A bit: frame marker to error_resilient_mode, sync code, color_config of profile 0, frame size. */
    private static final int RENDER_SIZE_DIFFERS = 8 + 24 + 4 + 32;

    /** Frame marker, profile 0, show_existing_frame and the number of the slot. */
    private static final byte[] SHOWS_FIRST_SLOT = {(byte) 0b1000_1000};

    private static final int WIDTH = 160;
    private static final int HEIGHT = 128;

    @TempDir
    private Path folder;

    @Test
    void vp9ShowsWholeFramesWhateverSizeTheyAreToBeRenderedAt() throws Exception {
        Path stored = TestVideos.make(
                folder.resolve("a.webm"),
                Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(WIDTH, HEIGHT));
        List<byte[]> frames = UnusualStreamsTest.packets(stored, "vp9");
        UnusualStreamsTest.isAsOnTheCpu(
                MockDriver.decoding(),
                List.of(
                        ivf("smaller.ivf", rendered(frames, WIDTH / 2, HEIGHT / 2)),
                        ivf("larger.ivf", rendered(frames, 2 * WIDTH, 2 * HEIGHT))));
    }

    /** A packet may hold several frames that are shown, and one that is shown once more (VP9 bitstream specification, annex B). */
    @Test
    void vp9MayShowSeveralFramesOfAPacket() throws Exception {
        Path stored = TestVideos.make(
                folder.resolve("b.webm"),
                Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(WIDTH, HEIGHT));
        List<byte[]> frames = UnusualStreamsTest.packets(stored, "vp9").stream()
                .filter(packet -> (packet[packet.length - 1] & 0xe0) != 0xc0)
                .toList();
        assertThat(frames).hasSizeGreaterThan(8);
        List<byte[]> pairs = new ArrayList<>(List.of(frames.get(0)));
        for (int i = 1; i + 1 < frames.size(); i += 2) {
            pairs.add(superframe(frames.get(i), frames.get(i + 1)));
        }
        List<byte[]> again = new ArrayList<>(frames);
        again.set(3, superframe(frames.get(3), SHOWS_FIRST_SLOT));
        again.set(6, superframe(SHOWS_FIRST_SLOT, frames.get(6)));
        again.add(8, superframe(SHOWS_FIRST_SLOT, SHOWS_FIRST_SLOT));
        UnusualStreamsTest.isAsOnTheCpu(
                MockDriver.decoding(), "all", List.of(ivf("pairs.ivf", pairs), ivf("again.ivf", again)));
    }

    private static byte[] superframe(byte[] first, byte[] second) {
        ByteBuffer all = ByteBuffer.allocate(first.length + second.length + 10).order(ByteOrder.LITTLE_ENDIAN);
        // Two frames, whose sizes have four bytes each.
        byte marker = (byte) 0xd9;
        all.put(first)
                .put(second)
                .put(marker)
                .putInt(first.length)
                .putInt(second.length)
                .put(marker);
        return all.array();
    }

    private static List<byte[]> rendered(List<byte[]> frames, int width, int height) {
        List<byte[]> all = new ArrayList<>(frames);
        Vp9Frame key = Vp9Frame.read(ByteBuffer.wrap(frames.get(0)));
        assertThat(key.key()).isTrue();
        assertThat(new int[] {key.profile(), key.width(), key.height()}).containsExactly(0, WIDTH, HEIGHT);
        all.set(0, rendered(frames.get(0), width, height));
        return all;
    }

    /** VP9 bitstream specification, 7.2.4: a flag, which is 0, and behind it two numbers less 1, which are put in. */
    private static byte[] rendered(byte[] frame, int width, int height) {
        byte[] all = new byte[frame.length + 4];
        System.arraycopy(frame, 0, all, 0, RENDER_SIZE_DIFFERS / 8);
        assertThat(bit(frame, RENDER_SIZE_DIFFERS)).isZero();
        set(all, RENDER_SIZE_DIFFERS, 1);
        int size = width - 1 << 16 | height - 1;
        for (int i = 0; i < 32; i++) {
            set(all, RENDER_SIZE_DIFFERS + 1 + i, size >>> 31 - i & 1);
        }
        for (int i = RENDER_SIZE_DIFFERS / 8 * 8; i < 8 * frame.length; i++) {
            if (i != RENDER_SIZE_DIFFERS) {
                set(all, i < RENDER_SIZE_DIFFERS ? i : i + 32, bit(frame, i));
            }
        }
        return all;
    }

    private static int bit(byte[] bytes, int at) {
        return bytes[at >> 3] >> 7 - (at & 7) & 1;
    }

    private static void set(byte[] bytes, int at, int value) {
        bytes[at >> 3] |= (byte) (value << 7 - (at & 7));
    }

    private Path ivf(String name, List<byte[]> frames) throws IOException {
        int bytes = 32 + frames.stream().mapToInt(frame -> 12 + frame.length).sum();
        ByteBuffer file = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put("DKIF".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putShort((short) 32);
        file.put("VP90".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) WIDTH)
                .putShort((short) HEIGHT);
        file.putInt(30).putInt(1).putInt(frames.size()).putInt(0);
        for (int i = 0; i < frames.size(); i++) {
            file.putInt(frames.get(i).length).putLong(i).put(frames.get(i));
        }
        return Files.write(folder.resolve(name), file.array());
    }
}
