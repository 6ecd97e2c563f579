package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that waits for a GPU, on drivers made of host code: one that decodes, and one that decodes no real codec. */
class GpuVerifyTest {
    @TempDir
    private Path folder;

    private Run run(MockDriver driver) throws Exception {
        return run(driver, "checks");
    }

    private Run run(MockDriver driver, String what) throws Exception {
        return driver.run(GpuVerify.class, "0", folder.toString(), what, "120");
    }

    @Test
    void everyCheckRunsToItsEndWhereTheDriverDecodes() throws Exception {
        TestVideos.make(folder.resolve("clip-h264.mp4"), Spec.H264);
        TestVideos.make(folder.resolve("mpeg2-b.mkv"), Spec.MPEG4.withEncoder("mpeg2video", "yuv420p"));
        TestVideos.make(folder.resolve("small.webm"), Spec.H264.withEncoder("libvpx-vp9", "yuv420p"));
        Run run = run(MockDriver.decoding().set("MOCK_MEMORY", "256"), "all");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .as(run.text())
                .hasSize(2 + 3 * 3 + 4)
                .anyMatch(line -> line.startsWith(
                        "| decode | clip-h264.mp4 | same | 30 frames, known by their slices, compared in "))
                .anyMatch(line -> line.startsWith("| pixels | clip-h264.mp4 | same | 5 outputs"))
                .anyMatch(line -> line.startsWith("| kernels | clip-h264.mp4 | same | 5 outputs"))
                .anyMatch(line -> line.startsWith(
                        "| decode | mpeg2-b.mkv | same | 50 frames, known by their slices, compared in "))
                .anyMatch(line -> line.startsWith("| pixels | mpeg2-b.mkv | same | 5 outputs"))
                .anyMatch(line -> line.startsWith("| kernels | mpeg2-b.mkv | same | 5 outputs"))
                .anyMatch(line ->
                        line.startsWith("| decode | small.webm | not supported by this chip | UNSUPPORTED: Cannot")
                                && line.contains("160x120 is smaller than the 128x128"))
                .anyMatch(line -> line.matches("\\| sessions \\| clip-h264.mp4 \\| measured \\| create [0-9.]+ ms, .*"))
                .anyMatch(line ->
                        line.matches("\\| killed \\| clip-h264.mp4 \\| same \\| 5 tasks were killed in mid-decode, .*"
                                + "; then 30 frames as the CPU's, .*"))
                .anyMatch(
                        line -> line.matches("\\| damaged \\| clip-h264.mp4 \\| same \\| [0-9]+ bytes were changed: .*"
                                + "; then 30 frames as the CPU's, .*"))
                .anyMatch(
                        line -> line.matches(
                                "\\| memory \\| clip-h264.mp4 \\| same \\| [0-9]+ MiB taken: DEVICE_MEMORY; then 30"
                                        + " frames as the CPU's, .*; taken in mid-decode: .*; then 30 frames as the CPU's, .*"));
    }

    /** The checks can fail: surfaces of another picture are not taken for the right ones. */
    @Test
    void aDecoderThatLeavesPicturesOutIsFound() throws Exception {
        TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        Run run = run(MockDriver.decoding().set("MOCK_LEAVE_OUT", "7"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.lines())
                .as(run.text())
                .anyMatch(line ->
                        line.startsWith("| decode | a.mp4 | differs | 30 frames; ") && line.contains("first frame 6"));
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
