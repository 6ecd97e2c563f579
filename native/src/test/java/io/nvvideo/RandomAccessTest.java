package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames are the same wherever decoding begins, where FFmpeg's decoder remembers more than its pictures. */
class RandomAccessTest {
    private static final Spec INTERLACED = SelectionPropertyTest.with(Spec.MPEG4, Map.of("flags", "+ildct+ilme"));

    @TempDir
    Path folder;

    @Test
    void interlacedMpeg4WithOpenGopsIsTheSameFromEveryFrameOn() throws IOException {
        check(TestVideos.make(folder.resolve("header-in-container.mp4"), INTERLACED));
        check(TestVideos.make(folder.resolve("header-in-stream.avi"), INTERLACED));
    }

    @Test
    void interlacedMpeg4OfVariableRateIsTheSameFromEveryFrameOn() throws IOException {
        check(TestVideos.make(folder.resolve("variable.mp4"), INTERLACED.withTicks(n -> n * 40 + n * n)));
    }

    /** With a decoder that has seen nothing, and with one that has seen it all; every frame behind, and every other one. */
    private static void check(Path file) throws IOException {
        try (Video warm = Video.open(file);
                Video cold = Video.open(file)) {
            Map<Integer, Picture> complete = Decoded.of(warm, Selection.all());
            assertThat(complete).hasSize(50);
            assertThat(complete.values()).noneMatch(Picture::corrupt);
            for (int from = 0; from < warm.length(); from += 3) {
                for (int step = 1; step <= 2; step++) {
                    int first = from;
                    int every = step;
                    int[] chosen = IntStream.range(from, warm.length())
                            .filter(frame -> (frame - first) % every == 0)
                            .toArray();
                    Map<Integer, Picture> expected = new TreeMap<>(complete);
                    expected.keySet().retainAll(IntStream.of(chosen).boxed().toList());
                    assertThat(Decoded.of(warm, Selection.indices(chosen)))
                            .as("warm %s from %s by %s", file.getFileName(), from, step)
                            .isEqualTo(expected);
                    cold.reopen(ByteSource.of(file));
                    assertThat(Decoded.of(cold, Selection.indices(chosen)))
                            .as("cold %s from %s by %s", file.getFileName(), from, step)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void noSoundFieldPairIsCalledCorruptOnSeveralThreads() {
        Path file = Corpus.video("h264_paff_field_HCAFF1.264");
        try (Video one = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withDecodeThreads(1));
                Video three = Video.open(ByteSource.of(file), VideoOptions.DEFAULT.withDecodeThreads(3))) {
            Map<Integer, Picture> expected = Decoded.of(one, Selection.all());
            assertThat(expected.values()).noneMatch(Picture::corrupt);
            // By chance: on three frame threads 52 of 150 reads of random ranges had such a frame.
            for (int n = 0; n < 50; n++) {
                assertThat(Decoded.of(three, Selection.all())).isEqualTo(expected);
            }
        }
    }
}
