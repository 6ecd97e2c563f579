package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuNamesTest {
    private static final List<GpuDescription> GPUS = List.of(
            new GpuDescription(0, "NVIDIA L4", "GPU-8f1c0000-0000-0000-0000-000000000001", 8, 9, 1L << 34),
            new GpuDescription(1, "NVIDIA L4", "GPU-8f2d0000-0000-0000-0000-000000000002", 8, 9, 1L << 34));

    @Test
    void aUuidIsWrittenAsNvidiaSmiDoes() {
        byte[] id = new byte[16];
        for (int i = 0; i < id.length; i++) {
            id[i] = (byte) (0xf0 + i);
        }
        assertThat(GpuNames.uuidText(id)).isEqualTo("GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "' 1 ',1", "GPU-8f1c0000-0000-0000-0000-000000000001,0", "GPU-8F2,1", "MIG-8f2d,1"})
    void aGpuIsFoundByIndexOrUuid(String name, int index) {
        assertThat(GpuNames.find(GPUS, name).index()).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "", "L4", "GPU-9", "8f1c", "GPU-"})
    void whatIsNoneSaysWhichThereAre(String name) {
        assertThatThrownBy(() -> GpuNames.find(GPUS, name))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.NO_DEVICE))
                .hasMessageStartingWith("Cannot use GPU " + name + ": none has that index or UUID.")
                .hasMessageContaining("0: NVIDIA L4, GPU-8f1c0000")
                .hasMessageContaining("1: NVIDIA L4, GPU-8f2d0000");
    }

    @Test
    void theBeginningOfSeveralIsNoName() {
        assertThatThrownBy(() -> GpuNames.find(GPUS, "GPU-8f"))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }
}
