package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that waits for a GPU, as far as the mock driver goes: it runs kernels, and decodes no real codec. */
class GpuVerifyTest {
    @TempDir
    private Path folder;

    private Run run(MockDriver driver) throws Exception {
        return driver.run(GpuVerify.class, "0", folder.toString(), "checks", "60");
    }

    @Test
    void kernelsAreComparedWithTheCpu() throws Exception {
        TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run run = run(MockDriver.whole());
        assertThat(run.lines())
                .as(run.text())
                .anyMatch(line -> line.startsWith("| kernels | a.mp4 | same | 5 outputs"));
    }

    @Test
    void aProcessThatEndsAbruptlyIsToldAndTheOthersGoOn() throws Exception {
        TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        TestVideos.make(folder.resolve("b.mp4"), Spec.MPEG4);
        Run run = run(MockDriver.whole());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.lines())
                .as(run.text())
                .hasSize(8)
                // The mock's parser knows no H.264, and ends the process.
                .contains(
                        "| decode | a.mp4 | failed | exit status 99; mock decoder: cuvidParseVideoData: no such command |")
                .anyMatch(line -> line.startsWith("| decode | b.mp4 | not supported by this chip | UNSUPPORTED: Cannot")
                        && line.contains("do not know mpeg4"))
                .anyMatch(line -> line.startsWith("| kernels | b.mp4 | same | "));
    }

    @Test
    void aKernelThatFailsIsTold() throws Exception {
        TestVideos.make(folder.resolve("b.mp4"), Spec.MPEG4);
        Run run = run(MockDriver.whole().failing("cuLaunchKernel", 719));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.text()).contains("| kernels | b.mp4 | failed | DEVICE_FAILED: Cannot run a kernel");
    }
}
