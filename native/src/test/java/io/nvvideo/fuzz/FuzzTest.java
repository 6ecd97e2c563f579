package io.nvvideo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final int FILES = 500;

    @Test
    void noDamagedFileHarmsTheProcess() throws IOException, InterruptedException {
        long seed = Long.getLong("nvvideo.fuzz.seed", System.nanoTime() & 0xffffff);
        System.out.println("Fuzzing " + FILES + " files with -Dnvvideo.fuzz.seed=" + seed);
        assertThat(new Fuzzer(Path.of("target/fuzz-findings")).run(FILES, seed, 2))
                .isEmpty();
    }
}
