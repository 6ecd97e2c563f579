package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that starts in the middle, gives its key frame and then fails, because what the others need was said before: their
 * pictures refer to a parameter set of H.264 that came only once.
 */
class StartDoubtTest {
    private static final int GOP = 10;

    @TempDir
    Path folder;

    private Path plain;

    @BeforeEach
    void makeVideo() {
        plain = TestVideos.make(folder.resolve("plain.h264"), Spec.H264.withFrames(60));
    }

    @Test
    void whatWasSaidOneKeyFrameBeforeIsFoundByGoingBack() {
        Path once = withParametersOnceBefore(GOP + 1);
        assertThat(hashes(once, frames(2 * GOP))).isEqualTo(hashes(plain, frames(2 * GOP)));
    }

    @Test
    void andWhatWasSaidThreeKeyFramesBefore() {
        Path once = withParametersOnceBefore(1);
        assertThat(hashes(once, frames(3 * GOP))).isEqualTo(hashes(plain, frames(3 * GOP)));
    }

    @Test
    void furtherBackIsNotLookedForButTold() {
        Path once = withParametersOnceBefore(1);
        assertThatThrownBy(() -> hashes(once, frames(5 * GOP)))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("Cannot decode frame 51 ");
        assertThat(hashes(once, IntStream.range(0, 60).toArray()))
                .as("read from the beginning")
                .isEqualTo(hashes(plain, IntStream.range(0, 60).toArray()));
    }

    private static int[] frames(int key) {
        return IntStream.range(key, key + GOP).toArray();
    }

    private static List<Integer> hashes(Path file, int[] frames) {
        try (Video video = Video.open(file)) {
            return video.list(Selection.indices(frames), Output.RGB).stream()
                    .map(frame -> Arrays.hashCode(frame.data()))
                    .toList();
        }
    }

    private Path withParametersOnceBefore(int first) {
        return ParametersOnce.write(plain, folder.resolve("once.h264"), first, frame -> false);
    }
}
