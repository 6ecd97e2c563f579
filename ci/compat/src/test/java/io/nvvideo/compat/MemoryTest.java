package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who frees batches, and when, differs between versions of Spark. */
class MemoryTest {
    private static final Path VIDEO = Cell.h264().path();

    private final Warnings warnings = new Warnings();

    @BeforeEach
    void listen() {
        warnings.start();
    }

    @AfterEach
    void nothingIsLeftAndNobodyComplains() throws ReflectiveOperationException, InterruptedException {
        // A task is told to end before it has ended.
        for (int i = 0; i < 100 && liveBytes() != 0; i++) {
            Thread.sleep(100);
        }
        warnings.stop();
        assertThat(liveBytes()).as("bytes of Arrow").isZero();
        assertThat(warnings.messages())
                .noneMatch(message -> message.matches("(?is).*(leak|Arrow|memory|IndexOutOfBounds).*"));
    }

    @Test
    void afterAFullScanInManyBatches() {
        assertThat(Cell.read(VIDEO, "maxBatchBytes", "500k").select("data").collectAsList())
                .hasSize(60);
    }

    @Test
    void afterALimit() {
        assertThat(Cell.read(VIDEO).limit(2).collectAsList()).hasSize(2);
    }

    @Test
    void afterATaskThatFailsInTheMiddleOfABatch() {
        assertThatThrownBy(() -> Cell.read(VIDEO)
                        .selectExpr("data", "IF(frame_index < 5, 0, raise_error('on purpose'))")
                        .collectAsList())
                .hasStackTraceContaining("on purpose");
    }

    @Test
    void batchesThatAreHeldOutliveTheirReader() {
        assertThat(HeldBatches.digests(VIDEO, "frameFormat", "native", "maxBatchBytes", "500k"))
                .isEqualTo(List.of(Cell.h264().sha256()));
    }

    private static long liveBytes() throws ReflectiveOperationException {
        var liveBytes = Class.forName("io.nvvideo.spark.arrow.ArrowArena").getDeclaredMethod("liveBytes");
        liveBytes.setAccessible(true);
        return (long) liveBytes.invoke(null);
    }
}
