package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.VideoException.Code;
import io.nvvideo.spark.read.FailurePolicy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailurePolicyTest {
    @ParameterizedTest
    @EnumSource(
            names = {
                "LIMIT_EXCEEDED",
                "NATIVE_LOAD",
                "NO_DEVICE",
                "DRIVER_TOO_OLD",
                "DEVICE_MEMORY",
                "DEVICE_FAILED",
                "CANCELLED",
                "INTERNAL"
            })
    void whatSaysNothingAboutTheFileIsNeverSwallowed(Code code) {
        for (ReadMode mode : ReadMode.values()) {
            assertThat(new FailurePolicy(mode, true, true).decide(code)).isEqualTo(Decision.FAIL);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORRUPT", "NOT_A_VIDEO", "ENCRYPTED", "UNSUPPORTED"})
    void theModeDecidesAboutFilesThatCannotBeRead(Code code) {
        assertThat(new FailurePolicy(ReadMode.FAILFAST, false, false).decide(code))
                .isEqualTo(Decision.FAIL);
        assertThat(new FailurePolicy(ReadMode.FAILFAST, true, false).decide(code))
                .isEqualTo(Decision.SKIP_FILE);
        assertThat(new FailurePolicy(ReadMode.PERMISSIVE, true, false).decide(code))
                .isEqualTo(Decision.REPORT);
        assertThat(new FailurePolicy(ReadMode.DROPMALFORMED, true, false).decide(code))
                .isEqualTo(Decision.DROP);
    }

    @Test
    void aMissingFileIsNoCorruptFile() {
        assertThat(new FailurePolicy(ReadMode.FAILFAST, true, false).decide(Code.NOT_FOUND))
                .isEqualTo(Decision.FAIL);
        assertThat(new FailurePolicy(ReadMode.FAILFAST, false, true).decide(Code.NOT_FOUND))
                .isEqualTo(Decision.SKIP_FILE);
        assertThat(new FailurePolicy(ReadMode.PERMISSIVE, false, true).decide(Code.NOT_FOUND))
                .isEqualTo(Decision.SKIP_FILE);
    }

    @Test
    void bytesThatCannotBeHadAreToldOfAndNeverTakenForCorruptOnes() {
        assertThat(new FailurePolicy(ReadMode.FAILFAST, true, true).decide(Code.IO))
                .isEqualTo(Decision.FAIL);
        assertThat(new FailurePolicy(ReadMode.DROPMALFORMED, true, true).decide(Code.IO))
                .isEqualTo(Decision.FAIL);
        assertThat(new FailurePolicy(ReadMode.PERMISSIVE, true, true).decide(Code.IO))
                .isEqualTo(Decision.REPORT);
    }

    @Test
    void aWrongOptionIsNoCorruptFile() {
        assertThat(new FailurePolicy(ReadMode.FAILFAST, true, true).decide(Code.INVALID_ARGUMENT))
                .isEqualTo(Decision.FAIL);
    }
}
