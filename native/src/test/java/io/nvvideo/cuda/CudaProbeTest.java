package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaProbeTest {
    /** Prints the report and what asking for a GPU says, twice. */
    public static final class Asks {
        public static void main(String[] arguments) {
            CudaReport report = CudaProbe.report();
            System.out.println(report.text());
            for (int i = 0; i < 2; i++) {
                try {
                    CudaProbe.report().require();
                    System.out.println("fine");
                } catch (VideoException e) {
                    System.out.println(e.code() + " " + e.getMessage());
                }
            }
            System.out.println("same " + (report == CudaProbe.report()));
        }
    }

    private static Run asked(MockDriver driver) throws IOException, InterruptedException {
        Run run = driver.run(Asks.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).contains("same true");
        return run;
    }

    private static void assertRefused(Run run, String outcome, String message) {
        assertThat(run.lines()).contains("Outcome: " + outcome);
        assertThat(run.lines().stream().filter(line -> line.contains("Cannot use a GPU here: ")))
                .as(run.text())
                .hasSize(2)
                .allMatch(line -> line.contains(message));
    }

    @Test
    void aWholeDriverIsReadyAndSaysWhatItHas() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole());
        assertThat(run.lines())
                .containsSubsequence(
                        "GPU decoding: ready",
                        "Outcome: READY",
                        "cuInit: 0",
                        "Driver's CUDA version: 12.2",
                        "GPUs: 2",
                        "  0: Mock GPU A, GPU-a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf, compute capability 8.9, 23034 MiB",
                        "  1: Mock GPU B, GPU-b0b1b2b3-b4b5-b6b7-b8b9-babbbcbdbebf, compute capability 8.9, 23034 MiB",
                        "fine",
                        "fine");
        assertThat(run.calls("cuInit")).isEqualTo(1);
        assertThat(run.calls("cuDevicePrimaryCtxRetain"))
                .as("a probe leaves GPUs alone")
                .isZero();
    }

    @Test
    void withoutADriverNoClassOfThePresetsIsTouched() throws IOException, InterruptedException {
        Run run = asked(MockDriver.withBroken("libcuda.so.1").jvm("-Xlog:class+load"));
        assertRefused(run, "NO_DRIVER", "there is no NVIDIA driver (");
        assertThat(run.lines().stream().filter(line -> line.startsWith("NO_DEVICE")))
                .hasSize(2);
        assertThat(run.lines())
                .as("the log of loaded classes is on")
                .anyMatch(line -> line.contains(" io.nvvideo.cuda.CudaLibraries "))
                .noneMatch(line -> line.contains(" org.bytedeco.cuda.") || line.contains(" org.bytedeco.nvcodec."));
    }

    @Test
    void aContainerWithoutTheVideoCapabilityIsToldSo() throws IOException, InterruptedException {
        Run run = asked(MockDriver.withBroken("libnvcuvid.so.1"));
        assertRefused(run, "NO_VIDEO_LIBRARY", "NVIDIA_DRIVER_CAPABILITIES=compute,video,utility");
        assertThat(run.lines()).contains("GPUs: 2");
    }

    @Test
    void theRuntimeLibraryIsFoundShippedOrStoodInFor(@TempDir Path jar) throws IOException, InterruptedException {
        String name =
                "libcudart.so." + Loader.getVersion("org.bytedeco", "cuda").replaceFirst("\\..*", "");
        byte[] library = StandInLibrary.bytes(name);

        Run found = asked(MockDriver.with(name, library));
        assertThat(found.lines()).contains("CUDA runtime library: FOUND", "Outcome: READY");
        Run forced = asked(MockDriver.with(name, library).jvm("-Dnvvideo.cuda.runtime=stub"));
        assertThat(forced.lines()).contains("CUDA runtime library: STAND_IN", "Outcome: READY");

        Path shipped = jar.resolve("org/bytedeco/cuda/" + Loader.getPlatform() + "/" + name);
        Files.createDirectories(shipped.getParent());
        Files.write(shipped, library);
        MockDriver without = MockDriver.withBroken(name).onClassPath(jar);
        Run fromJar = asked(without.jvm("-Dorg.bytedeco.javacpp.cachedir=" + jar.resolve("cache")));
        assertThat(fromJar.lines()).contains("CUDA runtime library: SHIPPED");
    }

    @Test
    void withoutARuntimeLibraryAndAPlaceForTheStandInItIsRefused() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().jvm("-Dnvvideo.cuda.runtime=stub").jvm("-Djava.io.tmpdir=/nowhere"));
        assertRefused(run, "NO_RUNTIME", "java.io.tmpdir");
    }

    @Test
    void withoutTheRuntimeLibraryOrTheLibrariesOfThePresetsFfmpegDecodes() throws IOException, InterruptedException {
        Run noRuntime =
                asked(MockDriver.whole().jvm("-Dnvvideo.cuda.runtime=stub").jvm("-Djava.io.tmpdir=/nowhere"));
        Run noBindings = asked(MockDriver.whole().withoutPresets());
        assertRefused(noBindings, "NO_BINDINGS", "JavaCPP's libraries for the CUDA driver could not be loaded (");
        for (Run run : List.of(noRuntime, noBindings)) {
            assertThat(run.lines())
                    .contains("GPUs: 2", "cuInit: 0", "Driver's CUDA version: 12.2")
                    .anyMatch(line -> line.startsWith("GPU decoding: by FFmpeg's *_cuvid, because "));
            assertThat(run.calls("cuDevicePrimaryCtxRetain"))
                    .as("a probe leaves GPUs alone")
                    .isZero();
        }
    }

    @Test
    void aDriverThatLacksWhatFfmpegLooksUpIsNoSecondChoice() throws IOException, InterruptedException {
        Run run = asked(MockDriver.lacking("cuCtxSetLimit").withoutPresets());
        assertRefused(
                run,
                "NO_BINDINGS",
                "; FFmpeg's decoders for GPUs (*_cuvid) cannot take their place: FFmpeg does not find in libcuda.so.1");
        assertThat(run.lines()).anyMatch(line -> line.startsWith("GPU decoding: not possible, JavaCPP's libraries"));
    }

    @Test
    void whichOfTheTwoDecodesCanBeSaid() throws IOException, InterruptedException {
        Run cuvid = asked(MockDriver.whole().jvm("-Dnvvideo.cuda.decoder=cuvid").jvm("-Xlog:class+load"));
        assertRefused(cuvid, "NOT_WANTED", "nvvideo.cuda.decoder is cuvid");
        assertThat(cuvid.lines())
                .contains(
                        "GPU decoding: by FFmpeg's *_cuvid, because the system property nvvideo.cuda.decoder is cuvid")
                .noneMatch(line -> line.contains(" org.bytedeco.cuda.") || line.contains(" org.bytedeco.nvcodec."));
        Run nvdec = asked(MockDriver.whole().withoutPresets().jvm("-Dnvvideo.cuda.decoder=nvdec"));
        assertRefused(
                nvdec, "NO_BINDINGS", "cannot take their place: the system property nvvideo.cuda.decoder is nvdec");
        Run ready = asked(MockDriver.whole().jvm("-Dnvvideo.cuda.decoder=nvdec"));
        assertThat(ready.lines()).contains("GPU decoding: ready");
    }

    @Test
    void theStandInLeavesNoFile(@TempDir Path folder) throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().jvm("-Dnvvideo.cuda.runtime=stub").jvm("-Djava.io.tmpdir=" + folder));
        assertThat(run.lines()).contains("CUDA runtime library: STAND_IN", "Outcome: READY");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("nvvideo")))
                    .isEmpty();
        }
    }

    @Test
    void anOldDriverIsAskedForItsVersionOnly() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().set("MOCK_DRIVER_VERSION", "11080"));
        assertRefused(run, "DRIVER_TOO_OLD", "for CUDA 11.8, and CUDA 12.2 is needed. Install driver 535 or newer.");
        assertThat(run.lines().stream().filter(line -> line.startsWith("DRIVER_TOO_OLD ")))
                .hasSize(2);
        assertThat(run.calls())
                .containsOnlyKeys(run.calls().keySet().stream()
                        .filter(name -> name.startsWith("open ") || name.equals("cuDriverGetVersion"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "34, NOT_INITIALISED, take its folder off LD_LIBRARY_PATH",
        "100, NO_GPU, CUDA_VISIBLE_DEVICES",
        "803, NOT_INITIALISED, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
        "999, NOT_INITIALISED, CUDA error 999"
    })
    void whatCuInitSaysIsPassedOn(int code, String outcome, String message) throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().failing("cuInit", code));
        assertRefused(run, outcome, message);
        assertThat(run.lines()).contains("cuInit: " + code);
    }

    @Test
    void noGpuAtAllIsTold() throws IOException, InterruptedException {
        assertRefused(asked(MockDriver.whole().set("MOCK_GPUS", "0")), "NO_GPU", "the driver lists no GPU");
    }

    @Test
    void aFailureWhileGpusAreDescribedIsNoCrash() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().failing("cuDeviceGetUuid_v2", 999));
        assertRefused(run, "NOT_INITIALISED", "Cannot describe GPU 0: CUDA error 999");
    }

    @Test
    void itCanBeSwitchedOff() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().jvm("-Dnvvideo.cuda.runtime=off"));
        assertRefused(run, "SWITCHED_OFF", "nvvideo.cuda.runtime is off");
        assertThat(run.calls()).as("the driver is not even opened").isEmpty();
    }

    @Test
    void anUnknownPlatformIsNoCrash() throws IOException, InterruptedException {
        Run run = asked(MockDriver.whole().jvm("-Dorg.bytedeco.javacpp.platform=linux-nowhere"));
        assertRefused(run, "NO_BINDINGS", "-Dorg.bytedeco.javacpp.cachedir");
        assertThat(run.lines().stream().filter(line -> line.startsWith("NATIVE_LOAD")))
                .hasSize(2);
    }
}
