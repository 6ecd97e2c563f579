package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernels, run as host code by the mock driver, against {@code exact} on the CPU and against the formula itself. */
class KernelsTest {
    private static final int OUTPUTS = KernelComparison.FORMATS.size() * 2;

    private record Line(String source, String format, int depth, int comparisons, double steps, String where) {
        static Line of(String text) {
            String[] parts = text.split("\t", -1);
            return new Line(
                    parts[0],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Double.parseDouble(parts[4]),
                    parts[5]);
        }
    }

    private static List<Line> compare(String what) throws IOException, InterruptedException {
        Run run = MockDriver.whole().run(KernelComparison.class, what);
        assertThat(run.status()).as(run.text()).isZero();
        return run.lines().stream().map(Line::of).toList();
    }

    @Test
    void everyMatrixRangeAndSitingIsWithinOneOfTheCpu() throws IOException, InterruptedException {
        List<Line> lines = compare("colours");
        int each =
                KernelComparison.MATRICES.length * KernelComparison.RANGES.length * KernelComparison.LOCATIONS.length;
        assertThat(lines)
                .hasSize(KernelComparison.SOURCES.size() * OUTPUTS)
                .allMatch(line -> line.comparisons() == each)
                .allMatch(line -> line.steps() <= 1);
    }

    @Test
    void everyOrientationSizeAndModeIsWithinOneOfTheCpu() throws IOException, InterruptedException {
        List<Line> lines = compare("places");
        assertThat(lines)
                .hasSize(KernelComparison.PLACED.size() * OUTPUTS)
                .allMatch(line ->
                        line.comparisons() == KernelComparison.SIZES.length * 8 * KernelComparison.PLACES.size())
                .allMatch(line -> line.steps() <= 1);
    }

    @Test
    void everyPixelIsTheFormulasRounded() throws IOException, InterruptedException {
        List<Line> lines = compare("formula");
        assertThat(lines).hasSize(9 * 2);
        // 8 bits are rounded once; 16 bits are as good as single precision is.
        assertThat(lines).filteredOn(line -> line.depth() == 8).allMatch(line -> line.steps() <= 0.501);
        assertThat(lines).filteredOn(line -> line.depth() == 16).allMatch(line -> line.steps() <= 0.01);
    }

    @Test
    void resizedGrayIsTheFormulasRounded() throws IOException, InterruptedException {
        List<Line> lines = compare("gray");
        assertThat(lines).hasSize(8 * 2).allMatch(line -> line.comparisons() == 10);
        assertThat(lines).filteredOn(line -> line.depth() == 8).allMatch(line -> line.steps() <= 0.501);
        assertThat(lines).filteredOn(line -> line.depth() == 16).allMatch(line -> line.steps() <= 0.01);
    }

    @Test
    void aFrameOfUsualSizeIsWithinOneOfTheCpu() throws IOException, InterruptedException {
        assertThat(compare("large")).hasSize(2).allMatch(line -> line.comparisons() == 2 && line.steps() <= 1);
    }

    /** What ci/gpu/verify sanitize has run: every source of every layout, every output. */
    @Test
    void eachKernelRunsOnEachLayout() throws IOException, InterruptedException {
        assertThat(compare("each"))
                .hasSize(KernelComparison.SOURCES.size() * OUTPUTS)
                .allMatch(line -> line.comparisons() == 3 && line.steps() <= 1);
    }
}
