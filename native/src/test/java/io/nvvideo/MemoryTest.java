package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    @TempDir
    Path folder;

    @Test
    void nothingNativeIsLeftHoweverAVideoEnds() throws IOException {
        long before = NativeObjects.count();
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4);
        byte[] bytes = Files.readAllBytes(file);
        // Whole, in part, not at all, by a failure at every place.
        try (Video video = Video.open(file)) {
            assertThat(video.slice(null, null, 1)).hasSize(50);
        }
        try (Video video = Video.open(file);
                FrameReader frames = video.frames(Selection.all(), Output.RGB)) {
            assertThat(frames.next()).isTrue();
            frames.image();
        }
        Video.open(file).close();
        try (Video video = Video.open(file)) {
            assertThatThrownBy(() -> video.frame(1000)).isInstanceOf(VideoException.class);
            Output impossible = Output.RGB.withSize(40_000, 40_000, ResizeMode.STRETCH);
            assertThatThrownBy(() -> video.frame(0, impossible)).isInstanceOf(VideoException.class);
        }
        int failures = 0;
        for (int length = 0; length < bytes.length; length += 97) {
            byte[] cut = Arrays.copyOf(bytes, length);
            try (Video video = Video.open(ByteSource.of("cut", cut))) {
                video.slice(null, null, 1);
            } catch (VideoException e) {
                failures++;
            }
        }
        assertThat(failures).isGreaterThan(100);
        assertThat(NativeObjects.count()).isEqualTo(before);
    }

    @Test
    void theProcessDoesNotGrowWithTheNumberOfVideosRead() throws IOException {
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withSize(320, 240));
        Output[] outputs = {
            Output.RGB,
            Output.RGB.withFormat(FrameFormat.NATIVE),
            Output.RGB.withFormat(FrameFormat.JPEG).withSize(96, 0, ResizeMode.FIT)
        };
        for (int i = 0; i < 30; i++) {
            read(file, outputs[i % outputs.length]);
        }
        long warm = residentBytes();
        for (int i = 0; i < 200; i++) {
            read(file, outputs[i % outputs.length]);
        }
        // 200 videos of 50 frames: a leak of one frame (115 kB) each would be 23 MB.
        assertThat(residentBytes() - warm).isLessThan(12L << 20);
    }

    @Test
    void theProcessDoesNotGrowWithTheNumberOfFilesOpened() throws IOException, InterruptedException {
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withFrames(10));
        // A heap that is there as a whole from the start: what grows is native.
        List<String> options = List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch");
        long grown = Long.parseLong(TestJvm.run(options, MemoryTest.class, file.toString()));
        // What a container takes at the least is 256 kB: one in twenty left open would be 25 MB.
        assertThat(grown).isLessThan(20L << 20);
    }

    /** The process: prints by how many bytes it grew while it opened a file 2,000 times. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        open(file, 300);
        long warm = residentBytes();
        open(file, 2000);
        System.out.println(residentBytes() - warm);
    }

    private static void open(Path file, int times) {
        for (int i = 0; i < times; i++) {
            try (Video video = Video.open(file)) {
                assertThat(video.length()).isEqualTo(10);
            }
        }
    }

    private static void read(Path file, Output output) {
        try (Video video = Video.open(file);
                FrameReader frames = video.frames(Selection.all(), output)) {
            int count = 0;
            while (frames.next()) {
                frames.image();
                count++;
            }
            assertThat(count).isEqualTo(50);
        }
    }

    /** Anonymous memory of the process outside the Java heap is what could leak; the heap is collected first. */
    private static long residentBytes() throws IOException {
        System.gc();
        trimMemory();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IllegalStateException("no RssAnon in /proc/self/status");
    }

    /** Gives what the C library holds back to the system: public in JavaCPP 1.5.13, private in 1.5.11. */
    private static void trimMemory() {
        try {
            Method trim = Pointer.class.getDeclaredMethod("trimMemory");
            trim.setAccessible(true);
            trim.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
