package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskGpuTest {
    @Test
    void tasksThatWereGivenSeveralUseOneEachInTurn() {
        assertThat(IntStream.range(0, 5).mapToObj(task -> TaskGpu.address(new String[] {"2", "GPU-8f"}, task)))
                .containsExactly("2", "GPU-8f", "2", "GPU-8f", "2");
    }
}
