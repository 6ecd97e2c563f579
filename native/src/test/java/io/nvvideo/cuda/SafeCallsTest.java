package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** To call a function that the installed driver lacks ends the process: only those that drivers have had since CUDA 11.4. */
class SafeCallsTest {
    private static final Set<String> SAFE = Set.of(
            "cuInit",
            "cuDriverGetVersion",
            "cuGetErrorName",
            "cuDeviceGet",
            "cuDeviceGetCount",
            "cuDeviceGetName",
            "cuDeviceGetUuid",
            "cuDeviceTotalMem",
            "cuDeviceGetAttribute",
            "cuDevicePrimaryCtxRetain",
            "cuDevicePrimaryCtxRelease",
            "cuCtxPushCurrent",
            "cuCtxPopCurrent",
            "cuCtxGetCurrent",
            "cuMemAlloc",
            "cuMemFree",
            "cuMemGetInfo",
            "cuMemHostAlloc",
            "cuMemFreeHost",
            "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync",
            "cuStreamCreate",
            "cuStreamSynchronize",
            "cuStreamWaitEvent",
            "cuStreamDestroy",
            "cuEventCreate",
            "cuEventRecord",
            "cuEventSynchronize",
            "cuEventDestroy",
            "cuModuleLoadDataEx",
            "cuModuleGetFunction",
            "cuModuleUnload",
            "cuLaunchKernel",
            "cuvidGetDecoderCaps",
            "cuvidCreateVideoParser",
            "cuvidParseVideoData",
            "cuvidDestroyVideoParser",
            "cuvidCreateDecoder",
            "cuvidReconfigureDecoder",
            "cuvidDecodePicture",
            "cuvidGetDecodeStatus",
            "cuvidMapVideoFrame64",
            "cuvidUnmapVideoFrame64",
            "cuvidDestroyDecoder");

    @Test
    void noOtherFunctionOfTheDriverIsCalled() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.nvvideo");
        Set<String> called = new TreeSet<>();
        classes.forEach(type -> type.getMethodCallsFromSelf().stream()
                .filter(call ->
                        call.getTargetOwner().getName().matches("org\\.bytedeco\\.(cuda|nvcodec)\\.global\\..*"))
                .forEach(call -> called.add(call.getName())));
        assertThat(called).isSubsetOf(SAFE).contains("cuMemAlloc", "cuLaunchKernel", "cuvidGetDecoderCaps");
    }

    /** What is called by name is told apart from older versions of it by a number. */
    @Test
    void noOtherFunctionIsCalledByItsName() throws IOException {
        Set<String> called = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher names = Pattern.compile("DriverFunction\\.named\\(\"(\\w+)\"\\)")
                        .matcher(Files.readString(source));
                while (names.find()) {
                    called.add(names.group(1));
                }
            }
        }
        assertThat(called)
                .contains("cuInit", "cuDeviceGetUuid_v2", "cuCtxPushCurrent_v2")
                .allMatch(name -> SAFE.contains(name.replaceFirst("_v2$", "")));
    }
}
