package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.cuda.GpuDescription;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:0", "cuda:15", "cuda:GPU-8f00", "cuda:MIG-1a-2b"})
    void whatIsWrittenIsWhatIsMeant(String text) {
        assertThat(Device.parse(text)).hasToString(text);
        assertThat(Device.parse(" " + text.replace("cuda", "CUDA") + " ")).isEqualTo(Device.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "0", "cuda:", "cuda:-1", "cuda:first", "cpu:0", "auto:0"})
    void anythingElseIsNoDevice(String text) {
        assertThatThrownBy(() -> Device.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<GpuDescription> gpus(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> new GpuDescription(i, "a GPU", "GPU-" + i, 9, 0, 1))
                .toList();
    }

    @Test
    void theOptionComesBeforeTheTaskAndWhatTheTaskWasGivenIsTheOnlyOneItSees() {
        GpuOptions task = GpuOptions.DEFAULT.withTaskGpu("3");
        assertThat(GpuChoice.name(task.withDevice(Device.parse("cuda:1")), gpus(4)))
                .contains("1");
        assertThat(GpuChoice.name(task, gpus(4))).contains("3");
        // The cluster's third GPU is the first one of a process that the others are hidden from.
        assertThat(GpuChoice.name(task, gpus(1))).contains("0");
        assertThat(GpuChoice.name(GpuOptions.DEFAULT, gpus(1))).contains("0");
        assertThat(GpuChoice.name(GpuOptions.DEFAULT, gpus(2))).isEmpty();
    }
}
