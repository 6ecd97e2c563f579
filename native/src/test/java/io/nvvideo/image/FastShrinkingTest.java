package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code conversion=fast} on a GPU: what its decoder shrinks by itself, on a stand-in whose scaler is known. */
class FastShrinkingTest {
    private static final List<String> SHRUNK = List.of("half", "fit", "crop", "pad", "stretch");
    private static final List<String> NOT_SHRUNK = List.of("odd", "larger", "wider", "same", "gray", "deep");

    @TempDir
    private Path folder;

    private record Line(double fromMeans, double fromExact, double fromFast, double meanFromFast) {
        static Line of(String[] parts) {
            return new Line(
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]),
                    Double.parseDouble(parts[4]));
        }
    }

    private static Map<String, Line> read(Path file) throws Exception {
        Run run = MockDriver.decoding().run(FastShrinking.class, file.toString());
        assertThat(run.status()).as(run.text()).isZero();
        // A session is set to another size, not made anew.
        assertThat(run.lines()).contains("sessions\t1");
        assertThat(run.calls("cuvidReconfigureDecoder")).isPositive();
        return run.lines().stream()
                .map(line -> line.split("\t"))
                .filter(parts -> parts.length == 5)
                .collect(Collectors.toMap(parts -> parts[0], Line::of, (a, b) -> a, TreeMap::new));
    }

    /** Upright and turned; cut and padded by the kernels. */
    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void theDecodersScalerMakesTheSizeAndTheKernelsDoTheRest(int degrees) throws Exception {
        Path file =
                TestVideos.make(folder.resolve("a.mp4"), Spec.H264.withFrames(5).withRotation(degrees));
        Map<String, Line> lines = read(file);
        assertThat(lines).containsOnlyKeys(FastShrinking.OUTPUTS.keySet());
        for (String name : SHRUNK) {
            assertThat(lines.get(name).fromMeans()).as(name + " " + lines).isLessThanOrEqualTo(1);
            assertThat(lines.get(name).fromExact()).as(name + " " + lines).isGreaterThan(1);
        }
        for (String name : NOT_SHRUNK) {
            assertThat(lines.get(name).fromExact()).as(name + " " + lines).isLessThanOrEqualTo(1);
        }
    }

    /** Another filter than swscale's (5 times smaller, 1.4 to 3.6 of 255 on average), but the same picture at the same place. */
    @Test
    void itIsThePictureThatFastGivesOnTheCpu() throws Exception {
        Map<String, Line> lines = read(Corpus.video("h264_main_pancake_natural.mkv"));
        for (String name : List.of("half", "pad", "stretch")) {
            assertThat(lines.get(name).fromMeans()).as(name + " " + lines).isLessThanOrEqualTo(1);
            assertThat(lines.get(name).meanFromFast()).as(name + " " + lines).isLessThan(5);
        }
    }

    /** Interlaced, and of odd size: nobody says how those are scaled. */
    @Test
    void whatItsScalerWouldNotPlaceExactlyIsLeftToTheKernels() throws Exception {
        for (Path file : List.of(
                Corpus.video("h264_mbaff_HCAMFF1.264"),
                TestVideos.make(
                        folder.resolve("odd.webm"),
                        Spec.H264
                                .withEncoder("libvpx-vp9", "yuv420p")
                                .withSize(161, 129)
                                .withFrames(5)))) {
            Run run = MockDriver.decoding().run(FastShrinking.class, file.toString());
            assertThat(run.status()).as(run.text()).isZero();
            assertThat(run.calls("cuvidReconfigureDecoder")).isZero();
            List<String[]> lines = run.lines().stream()
                    .map(line -> line.split("\t"))
                    .filter(parts -> parts.length == 5)
                    .toList();
            assertThat(lines).hasSize(FastShrinking.OUTPUTS.size());
            assertThat(lines).as(run.text()).allMatch(parts -> Line.of(parts).fromExact() <= 1);
        }
    }
}
