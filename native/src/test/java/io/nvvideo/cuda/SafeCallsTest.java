package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
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
            "cuDeviceGetUuid", // cuDeviceGetUuid_v2
            "cuDeviceTotalMem",
            "cuDeviceGetAttribute",
            "cuDevicePrimaryCtxRetain",
            "cuDevicePrimaryCtxRelease",
            "cuCtxPushCurrent",
            "cuCtxPopCurrent",
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
        assertThat(called).isSubsetOf(SAFE).contains("cuInit", "cuLaunchKernel", "cuvidGetDecoderCaps");
    }
}
