package io.nvvideo.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestJvm;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativesTest {
    /** Run in a JVM of its own: a failure to load stays for the life of a JVM. */
    public static final class OpensTwice {
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    Video.open(Path.of(arguments[0])).close();
                    System.out.println("opened");
                } catch (VideoException e) {
                    System.out.println(e.code() + " " + e.getMessage());
                }
            }
        }
    }

    @Test
    void whereTheLibrariesCannotBeLoadedEveryUseSaysWhy() throws IOException, InterruptedException {
        List<String> options = List.of("-Dorg.bytedeco.javacpp.platform=linux-nowhere");
        Process process = new ProcessBuilder(TestJvm.command(options, OpensTwice.class, "pom.xml"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("NATIVE_LOAD Cannot load FFmpeg on this machine: ")))
                .as(output)
                .hasSize(2)
                .allMatch(line -> line.contains("Could not find jniavutil"))
                .allMatch(line -> line.matches(".*glibc 2\\.\\d+.*"))
                .allMatch(line -> line.contains("NVIDIA driver"));
    }

    @Test
    void theLimitOnTheMemoryOfTheWholeProcessIsOff() {
        Natives.require();
        assertThat(Pointer.maxPhysicalBytes()).isZero();
    }
}
