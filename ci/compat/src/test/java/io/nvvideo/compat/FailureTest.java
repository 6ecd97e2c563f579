package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void makeFiles() throws IOException {
        Files.copy(Cell.h264().path(), folder.resolve("good.mp4"));
        Files.writeString(folder.resolve("broken.mp4"), "this is no video".repeat(64));
        Files.createFile(folder.resolve("empty.mp4"));
    }

    @Test
    void aTaskThatFailsNamesTheFile() {
        assertThatThrownBy(() -> Cell.read(folder.resolve("broken.mp4")).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("io.nvvideo.VideoException: Cannot ")
                .hasStackTraceContaining("broken.mp4");
    }

    @Test
    void permissiveReadsTheRestAndHasARowForEachBrokenFile() {
        List<Row> rows = Cell.read(folder, "mode", "PERMISSIVE")
                .select("path", "frame_index", "data", "metadata", "error")
                .orderBy("path", "frame_index")
                .collectAsList();
        assertThat(rows).hasSize(62);
        for (int i = 0; i < 2; i++) {
            Row error = rows.get(i);
            assertThat(error.getString(0)).endsWith(i == 0 ? "/broken.mp4" : "/empty.mp4");
            assertThat(List.of(error.isNullAt(1), error.isNullAt(2), error.isNullAt(3)))
                    .containsOnly(true);
            assertThat(error.getString(4)).contains(error.getString(0));
        }
        assertThat(rows.subList(2, 62)).allMatch(row -> row.isNullAt(4) && !row.isNullAt(2));
    }

    @Test
    void anUnknownOptionSuggestsTheRightOne() {
        assertThatThrownBy(() -> Cell.read(folder, "frameFormt", "rgb")).hasMessageContaining("'frameFormat'");
    }
}
