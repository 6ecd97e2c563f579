package io.nvvideo.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * A driver made of host code ({@code src/test/c}), and JVMs that find it in place of NVIDIA's: what is loaded, or not, stays so
 * for the life of a JVM. Tests that need it are skipped where there is no gcc and g++.
 */
public final class MockDriver {
    /** In this module, or seen from the connector's tests. */
    private static final Path SOURCES = Files.isDirectory(Path.of("src/test/c"))
            ? Path.of("src/test/c")
            : Path.of("..", "native", "src", "test", "c");

    private static final Path HOME = Path.of("target/mock-driver").toAbsolutePath();
    private static final long MAX_SECONDS = 300;
    private static final List<String> GCC =
            List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-Wl,-Bsymbolic");

    private static Path built;
    private static Path decoding;

    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private boolean presets = true;
    private Path folder;

    private MockDriver(Path folder) {
        this.folder = folder;
    }

    /** What a JVM came to: its exit status, what it printed, and what the driver counted. */
    public record Run(int status, List<String> lines, Map<String, Integer> calls) {
        public String text() {
            return "status " + status + "\n" + String.join("\n", lines);
        }

        public int calls(String function) {
            return calls.getOrDefault(function, 0);
        }
    }

    /** A whole driver with two GPUs. */
    public static MockDriver whole() {
        return new MockDriver(build());
    }

    /** The same with an NVDEC that decodes real video ({@code src/test/c/nvdec}) as an H200 does; see {@code MOCK_CHIP}. */
    public static MockDriver decoding() {
        return new MockDriver(buildDecoding());
    }

    /** The same with one library that cannot be opened; a library of that name elsewhere is not looked for. */
    static MockDriver withBroken(String library) throws IOException {
        Path folder = Files.createTempDirectory(HOME, "broken");
        for (String name : List.of("libcuda.so.1", "libnvcuvid.so.1")) {
            Files.copy(build().resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve(library), "no library");
        return new MockDriver(folder);
    }

    /** The same with one more library. */
    static MockDriver with(String library, byte[] content) throws IOException {
        MockDriver driver = withBroken(library);
        Files.write(driver.folder.resolve(library), content);
        return driver;
    }

    /** The same whose driver has no such function. */
    static MockDriver lacking(String function) throws IOException {
        String name = "\0" + function + "\0";
        String library = Files.readString(build().resolve("libcuda.so.1"), StandardCharsets.ISO_8859_1);
        return with(
                "libcuda.so.1", library.replace(name, "\0-" + name.substring(2)).getBytes(StandardCharsets.ISO_8859_1));
    }

    public MockDriver set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public MockDriver failing(String function, int code) {
        return set("MOCK_FAIL", function + "=" + code);
    }

    public MockDriver jvm(String argument) {
        jvmArguments.add(argument);
        return this;
    }

    /** In JVMs that cannot load the presets for CUDA: their classes are there, and the libraries that these need are not. */
    public MockDriver withoutPresets() {
        presets = false;
        return this;
    }

    MockDriver onClassPath(Path resources) {
        classPath.add(resources);
        return this;
    }

    /** Runs a main method to its end. */
    public Run run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return run(main.getName(), arguments);
    }

    /** Runs a program of one source file. */
    Run run(Path source) throws IOException, InterruptedException {
        return run(source.toString());
    }

    private Run run(String main, String... arguments) throws IOException, InterruptedException {
        Path calls = Files.createTempFile(HOME, "calls", ".txt");
        Path output = Files.createTempFile(HOME, "output", ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:ErrorFile=" + HOME.resolve("hs_err_%p.log")));
        // Calls are counted; where the test of a GPU is what is tested, it is turned on again behind this.
        command.add("-Dnvvideo.cuda.selfTest=off");
        command.addAll(jvmArguments);
        StringBuilder path = new StringBuilder(inheritedClassPath());
        classPath.forEach(more -> path.append(':').append(more));
        command.addAll(List.of("-cp", path.toString(), main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        builder.environment().put("MOCK_CALLS", calls.toString());
        Process process = builder.start();
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Map<String, Integer> counted = new HashMap<>();
        for (String line : Files.readAllLines(calls)) {
            int equals = line.indexOf('=');
            counted.put(line.substring(0, equals), Integer.valueOf(line.substring(equals + 1)));
        }
        Run run = new Run(
                process.exitValue(),
                List.of(Files.readString(output, StandardCharsets.UTF_8).split("\n")),
                counted);
        Files.delete(calls);
        Files.delete(output);
        return run;
    }

    private String inheritedClassPath() {
        // Surefire puts the class path into the manifest of a jar, and the true one into this property.
        String inherited = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String libraries = ".*/cuda-[^/]*-" + Loader.getPlatform() + "\\.jar";
        return Arrays.stream(inherited.split(":"))
                .filter(entry -> presets || !entry.matches(libraries))
                .collect(Collectors.joining(":"));
    }

    private static synchronized Path build() {
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

    private static synchronized Path buildDecoding() {
        Path whole = build();
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
                command.addAll(List.of("-Wl,--disable-new-dtags,-rpath," + ffmpeg, "-lpthread"));
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

    static boolean has(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
