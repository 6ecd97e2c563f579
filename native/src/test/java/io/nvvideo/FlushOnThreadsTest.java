package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that comes right after a jump ends no process. In a JVM of its own, which would be the one to end. */
class FlushOnThreadsTest {
    private static final int GOP = 10;
    private static final int NOISES = 60;

    @TempDir
    Path folder;

    @Test
    void damagedVp9BehindAJumpOnSeveralThreadsIsOnlyTold() throws IOException, InterruptedException {
        Spec vp9 =
                Spec.MPEG4.withEncoder("libvpx-vp9", "yuv420p").withGop(GOP, 0).withFrames(2 * GOP);
        Path file = TestVideos.make(folder.resolve("v.ivf"), vp9);
        List<String> options = List.of("-XX:ErrorFile=" + folder.resolve("error.log"));
        assertThat(TestJvm.run(options, JumpIntoDamage.class, file.toString())).isEqualTo("read");
    }

    /** Reads a sound frame, and then those of a group whose key frame is damaged. */
    static final class JumpIntoDamage {
        private JumpIntoDamage() {}

        public static void main(String[] arguments) throws IOException {
            byte[] sound = Files.readAllBytes(Path.of(arguments[0]));
            for (int noise = 0; noise < NOISES; noise++) {
                VideoOptions options =
                        VideoOptions.DEFAULT.withDevice(Device.CPU).withDecodeThreads(3);
                try (Video video = Video.open(ByteSource.of("v.ivf", damaged(sound, noise)), options)) {
                    Decoded.of(video, Selection.indices(GOP));
                    Decoded.of(video, Selection.indices(GOP - 1));
                    Decoded.of(video, Selection.indices(GOP));
                }
            }
            System.out.println("read");
        }

        private static byte[] damaged(byte[] sound, int noise) {
            byte[] bytes = sound.clone();
            Random random = new Random(noise);
            try (Video video = Video.open(ByteSource.of("v.ivf", sound))) {
                int size = video.index().packets().size(0);
                byte[] put = new byte[size / 2];
                random.nextBytes(put);
                // Behind the header of the file and of the frame.
                System.arraycopy(put, 0, bytes, 32 + 12 + random.nextInt(size / 4), put.length);
            }
            return bytes;
        }
    }
}
