package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInLibraryTest {
    @Test
    void readelfFindsANameAVersionAndNothingElse(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(MockLibraries.has("readelf"), "there is no readelf");
        Path library = folder.resolve("libcudart.so.13");
        Files.write(library, StandInLibrary.bytes("libcudart.so.13"));
        Process process = new ProcessBuilder(
                        "readelf", "-h", "-l", "-d", "-V", "--use-dynamic", "--dyn-syms", library.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("DYN (Shared object file)")
                .contains("Library soname: [libcudart.so.13]")
                .contains("(VERDEFNUM)")
                .containsPattern("GNU_STACK[^\\n]*\\n[^\\n]*RW ")
                .doesNotContain("NEEDED", "Warning", "Error", "FUNC");
        assertThat(Files.size(library)).isEqualTo(4096);
    }

    @Test
    void theLoaderTakesIt(@TempDir Path folder) throws IOException {
        // A name of its own: what is loaded stays loaded.
        Path library = folder.resolve("libnvvideo-test.so.1");
        Files.write(library, StandInLibrary.bytes("libnvvideo-test.so.1"));
        System.load(library.toString());
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libnvvideo-test.so.1");
    }
}
