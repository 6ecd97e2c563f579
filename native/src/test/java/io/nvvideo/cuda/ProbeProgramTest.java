package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.MockDriver.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ci/gpu/Probe.java}, which waits for the day that a GPU is at hand. */
class ProbeProgramTest {
    private static final Path PROGRAM = Path.of("../ci/gpu/Probe.java");

    @Test
    void itTellsWhatTheGpusAreAndThatTheKernelsAreRight() throws IOException, InterruptedException {
        Run run = MockDriver.whole().withoutLogging().run(PROGRAM);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .contains("GPU decoding: ready", "Free memory: 20000 MiB")
                .anyMatch(line -> line.startsWith("av1 yuv420 10 bit") && line.contains("surfaces [nv12, p016]"))
                .filteredOn(line -> line.equals("Kernels: right"))
                .hasSize(2);
    }

    @Test
    void itsStatusSaysThatThereIsNoGpuOrThatSomethingIsWrong() throws IOException, InterruptedException {
        assertThat(MockDriver.withBroken("libcuda.so.1").run(PROGRAM).status()).isEqualTo(1);
        Run wrong = MockDriver.whole().failing("cuLaunchKernel", 719).run(PROGRAM);
        assertThat(wrong.status()).as(wrong.text()).isEqualTo(2);
        assertThat(wrong.text()).contains("DEVICE_FAILED: Cannot run a kernel on GPU 0");
    }
}
