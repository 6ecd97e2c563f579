package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PTX text that is shipped. */
class KernelSourceTest {
    @Test
    void itWasMadeFromTheSourceThatIsHere() throws IOException, NoSuchAlgorithmException {
        byte[] source = Files.readAllBytes(Path.of("src/main/cuda/convert.cu"));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
        assertThat(PixelKernels.source())
                .as("convert.cu was changed and convert.ptx was not: run ci/gpu/build-kernels")
                .contains("// source sha256: " + hash + "\n");
    }

    @Test
    void itsHeaderIsOneThatDriver535Loads() {
        assertThat(PixelKernels.source())
                .containsPattern("(?m)^\\.version 6\\.0\n\\.target sm_52\n\\.address_size 64$");
    }

    @ParameterizedTest
    @CsvSource({"8,8", "8,16", "16,8", "16,16"})
    void everyKernelTakesTheStructureThatIsFilled(int in, int out) {
        String name = "convert_" + in + "_to_" + out;
        assertThat(PixelKernels.source())
                .containsPattern("\\.visible \\.entry " + name + "\\(\\s+\\.param \\.align 8 \\.b8 " + name
                        + "_param_0\\[" + KernelArguments.BYTES + "\\]\\s+\\)");
    }

    @Test
    void itIsPlainAscii() {
        assertThat(PixelKernels.source().chars())
                .allMatch(letter -> letter == '\n' || letter == '\t' || letter >= ' ' && letter < 127);
    }
}
