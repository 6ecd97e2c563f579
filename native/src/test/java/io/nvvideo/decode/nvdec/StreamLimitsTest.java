package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "h264, Constrained Baseline, false",
        "h264, Main, false",
        "h264, High, false",
        "h264, High 10, false",
        "h264, High 4:2:2, false",
        "h264, , false",
        "h264, High 4:4:4 Predictive, true",
        "h264, High 4:4:4 Intra, true",
        "h264, CAVLC 4:4:4, true",
        "hevc, Rext, false",
    })
    void profilesThatMayBeLosslessAreForTheCpu(String codec, String profile, boolean refused) {
        assertThat(StreamLimits.reasonAgainstProfile(codec, profile).isPresent())
                .isEqualTo(refused);
    }
}
