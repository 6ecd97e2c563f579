package io.nvvideo.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A driver made of host code ({@code src/test/c}), built once in a JVM, where there is gcc and g++. */
final class MockLibraries {
    /** In this module, or seen from the connector's tests. */
    private static final Path SOURCES = Files.isDirectory(Path.of("src/test/c"))
            ? Path.of("src/test/c")
            : Path.of("..", "native", "src", "test", "c");

    /** The folder for what is built here, and for what the JVMs leave. */
    static final Path HOME = Path.of("target/mock-driver").toAbsolutePath();

    private static final List<String> GCC =
            List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-Wl,-Bsymbolic");

    private static Path built;
    private static Path decoding;

    private MockLibraries() {}

    /** The folder of a whole driver with two GPUs. */
    static synchronized Path whole() {
        assumeTrue(has("gcc") && has("g++"), "the mock driver is built with gcc and g++, and one of them is missing");
        if (built == null) {
            try {
                Files.createDirectories(HOME);
                Path folder = Files.createTempDirectory(HOME, "whole");
                String kernels = folder.resolve("kernels.o").toString();
                String cuda = folder.resolve("libcuda.so.1").toString();
                compile(
                        "g++",
                        "-x",
                        "c++",
                        "-O2",
                        "-fPIC",
                        "-Wno-unknown-pragmas",
                        "-c",
                        source("kernels.cpp"),
                        "-o",
                        kernels);
                List<String> shared = new ArrayList<>(GCC);
                // The signatures are the driver's.
                shared.add("-Wno-unused-parameter");
                List<String> first = new ArrayList<>(shared);
                first.addAll(List.of(
                        "-Wl,-soname,libcuda.so.1",
                        "-o",
                        cuda,
                        source("mock.c"),
                        source("cuda.c"),
                        source("work.c"),
                        source("ffmpeg.c"),
                        kernels,
                        "-lpthread",
                        "-lm"));
                compile(first.toArray(String[]::new));
                List<String> second = new ArrayList<>(shared);
                second.addAll(List.of(
                        "-Wl,-soname,libnvcuvid.so.1",
                        "-o",
                        folder.resolve("libnvcuvid.so.1").toString(),
                        source("nvcuvid.c"),
                        cuda));
                compile(second.toArray(String[]::new));
                built = folder;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return built;
    }

    /** The folder of one with an NVDEC that decodes real video ({@code src/test/c/nvdec}). */
    static synchronized Path decoding() {
        Path whole = whole();
        if (decoding == null) {
            try {
                Path folder = Files.createTempDirectory(HOME, "decoding");
                Path cuda = Files.copy(whole.resolve("libcuda.so.1"), folder.resolve("libcuda.so.1"));
                Path ffmpeg = FfmpegLayout.write(folder.resolve("ffmpeg-layout.h"));
                List<String> command = new ArrayList<>(GCC);
                command.addAll(List.of("-Wl,-soname,libnvcuvid.so.1", "-I", folder.toString(), "-o"));
                command.add(folder.resolve("libnvcuvid.so.1").toString());
                try (Stream<Path> sources = Files.list(SOURCES.resolve("nvdec"))) {
                    sources.map(Path::toString)
                            .filter(name -> name.endsWith(".c"))
                            .sorted()
                            .forEach(command::add);
                }
                command.add(cuda.toString());
                // An old-fashioned path, which holds for what libavcodec needs as well.
                command.addAll(List.of("-L" + ffmpeg, "-lavcodec", "-lavutil"));
                command.addAll(List.of("-Wl,--disable-new-dtags,-rpath," + ffmpeg, "-lpthread", "-ldl"));
                compile(command.toArray(String[]::new));
                decoding = folder;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return decoding;
    }

    private static String source(String name) {
        return SOURCES.resolve(name).toString();
    }

    private static void compile(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a program is on the search path. */
    static boolean has(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
