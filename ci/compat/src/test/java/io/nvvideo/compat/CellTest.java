package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void thisIsTheSparkTheScalaAndTheJavaThatWereAskedFor() {
        assertThat(Cell.SPARK.version()).isEqualTo(System.getProperty("spark.version.expected"));
        assertThat(scala.util.Properties.versionNumberString())
                .startsWith(System.getProperty("scala.version.expected") + ".");
        assertThat(System.getProperty("java.specification.version"))
                .isEqualTo(System.getProperty("java.version.expected"));
    }
}
