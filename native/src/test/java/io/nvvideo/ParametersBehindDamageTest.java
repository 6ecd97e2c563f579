package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Behind damage a decoder is opened anew, and knows what the one before knew: here a parameter set of H.264 that is sent once,
 * in the second frame, and that nearly all frames behind it refer to.
 */
class ParametersBehindDamageTest {
    private static final int FRAMES = 100;
    private static final int GOP = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"once.h264,,1", "once.ts,,1", "once.mp4,avc1,1", "once.mp4,avc3,1", "once.mp4,avc1,3", "once.ts,,3"})
    void whatWasSentOnceIsKnownBehindDamage(String container, String tag, int threads) {
        Path plain = TestVideos.make(folder.resolve("plain.h264"), Spec.H264.withFrames(FRAMES));
        Map<Integer, String> right = pixels(plain, 1, Selection.all());
        Path raw = ParametersOnce.write(plain, folder.resolve("raw.h264"), 1, frame -> frame == 45 || frame == 72);
        Path file = container.endsWith(".h264") ? raw : Remux.make(raw, folder.resolve(container), tag);
        Map<Integer, String> read = pixels(file, threads, Selection.all());
        for (int frame = 0; frame < FRAMES; frame++) {
            boolean behindDamage = frame >= 45 && frame < 50 || frame >= 72 && frame < 80;
            if (!behindDamage) {
                assertThat(read).containsEntry(frame, right.get(frame));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"once.ts,", "once.mp4,avc3"})
    void aLaterReadingOfTheSameVideoKnowsItToo(String container, String tag) {
        Path plain = TestVideos.make(folder.resolve("plain.h264"), Spec.H264.withFrames(FRAMES));
        Map<Integer, String> right = pixels(plain, 1, Selection.all());
        Path raw = ParametersOnce.write(plain, folder.resolve("raw.h264"), 1, frame -> frame == 45);
        Path file = Remux.make(raw, folder.resolve(container), tag);
        try (Video video = Video.open(file)) {
            Decoded.of(video, Selection.range(0, 48));
            int[] far = IntStream.range(8 * GOP, 9 * GOP).toArray();
            Map<Integer, Picture> read = Decoded.of(video, Selection.indices(far));
            for (int frame : far) {
                assertThat(read).containsKey(frame);
                assertThat(read.get(frame).md5()).isEqualTo(right.get(frame));
            }
        }
    }

    private static Map<Integer, String> pixels(Path file, int threads, Selection selection) {
        Map<Integer, String> pixels = new HashMap<>();
        VideoOptions options = VideoOptions.DEFAULT.withDecodeThreads(threads);
        try (Video video = Video.open(io.nvvideo.io.ByteSource.of(file), options)) {
            Decoded.of(video, selection).forEach((frame, picture) -> pixels.put(frame, picture.md5()));
        }
        return pixels;
    }
}
