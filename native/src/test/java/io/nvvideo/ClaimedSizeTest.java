package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file of a few kilobytes that claims huge pictures gets no memory for them. */
class ClaimedSizeTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** One picture of 12336x12336 in 4:2:0 is 228 MB. */
    private static final long ALLOWED_KILOBYTES = 100_000;

    @Test
    @Timeout(30)
    void noMemoryIsAllocatedForAClaim() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATUS), "no " + STATUS);
        Path file = Corpus.video("bad_vp9_12336x12336.webm");
        try (Video warm = Video.open(Corpus.video("vp9_320x180.ivf"))) {
            warm.frame(0);
        }
        long before = peakKilobytes();
        try (Video video = Video.open(file)) {
            assertThat(video.stream().width()).isEqualTo(12336);
            assertThat(video.length()).isPositive();
            assertThatThrownBy(() -> video.frame(0))
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("bad_vp9_12336x12336.webm")
                    .hasMessageContaining("claims pictures of 12336x12336");
        }
        assertThat(peakKilobytes() - before).isLessThan(ALLOWED_KILOBYTES);
    }

    /** The most memory that the process has ever had. */
    private static long peakKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
