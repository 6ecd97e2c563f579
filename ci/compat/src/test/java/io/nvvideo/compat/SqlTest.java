package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final Path VIDEO = Cell.h264().path();

    @Test
    void aTemporaryViewIsMadeInSql() {
        Cell.SPARK.sql("CREATE OR REPLACE TEMPORARY VIEW few USING nvvideo OPTIONS (path '" + VIDEO
                + "', width '32', frameFormat 'gray')");
        assertThat(Cell.SPARK
                        .sql("SELECT count(*), min(length(data)), max(width) FROM few WHERE is_key_frame")
                        .collectAsList())
                .hasToString("[[4,576,32]]");
    }

    @Test
    void aPathInFromIsForSparksOwnFormatsAndTheErrorSaysSo() {
        assertThatThrownBy(() ->
                        Cell.SPARK.sql("SELECT * FROM nvvideo.`" + VIDEO + "`").collectAsList())
                .hasMessageContaining("nvvideo");
    }
}
