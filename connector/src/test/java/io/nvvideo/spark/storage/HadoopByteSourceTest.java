package io.nvvideo.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopByteSourceTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void bytesAreReadAtAnyPosition() throws IOException {
        Path file = Files.write(folder.resolve("a b.bin"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
        try (HadoopByteSource source = new HadoopByteSource("file:" + file, hadoop)) {
            assertThat(source.name()).isEqualTo("file:" + file);
            assertThat(source.length()).isEqualTo(8);
            assertThat(source.isSeekable()).isTrue();
            byte[] buffer = new byte[4];
            assertThat(source.read(5, buffer, 1, 2)).isEqualTo(2);
            assertThat(buffer).containsExactly(0, 5, 6, 0);
            assertThat(source.read(7, buffer, 0, 4)).isOne();
            assertThat(source.read(0, buffer, 0, 4)).isEqualTo(4);
            assertThat(buffer).containsExactly(0, 1, 2, 3);
            assertThat(source.read(8, buffer, 0, 4)).isEqualTo(-1);
            assertThat(source.read(1000, buffer, 0, 4)).isEqualTo(-1);
        }
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> new HadoopByteSource("file:" + folder.resolve("gone.mp4"), hadoop))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND))
                .hasMessageContaining("gone.mp4");
    }

    @Test
    void aFileSystemThatIsNotThereIsAnErrorOfInput() {
        assertThatThrownBy(() -> new HadoopByteSource("nowhere://a/b.mp4", hadoop))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.IO))
                .hasMessageContaining("nowhere");
    }
}
