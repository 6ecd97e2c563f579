package io.nvvideo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Some damaged files, the same ones each time. {@code -Dnvvideo.fuzz.files=5000 -Dnvvideo.fuzz.seed=7} takes more and others, and so does
 * {@code ci/fuzz 5000 7}.
 */
class FuzzTest {
    private static final int FILES = Integer.getInteger("nvvideo.fuzz.files", 500);
    private static final long SEED = Long.getLong("nvvideo.fuzz.seed", 1);

    @Test
    void noDamagedFileHarmsTheProcessOrGivesOtherFramesTheSecondTime() throws IOException, InterruptedException {
        assertThat(new Fuzzer(Path.of("target/fuzz-findings")).run(FILES, SEED, 2))
                .isEmpty();
    }
}
