package io.nvvideo.cuda;

import io.nvvideo.TestJvm;
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
 * JVMs that find the {@linkplain MockLibraries driver made of host code} in place of NVIDIA's: what is loaded, or not, stays so
 * for the life of a JVM. Tests that need it are skipped where there is no gcc and g++.
 */
public final class MockDriver {
    private static final long MAX_SECONDS = 300;

    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
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
        return new MockDriver(MockLibraries.whole());
    }

    /** The same with an NVDEC that decodes real video ({@code src/test/c/nvdec}) as an H200 does; see {@code MOCK_CHIP}. */
    public static MockDriver decoding() {
        return new MockDriver(MockLibraries.decoding());
    }

    /** The same with one library that cannot be opened; a library of that name elsewhere is not looked for. */
    static MockDriver withBroken(String library) throws IOException {
        Path whole = MockLibraries.whole();
        Path folder = Files.createTempDirectory(MockLibraries.HOME, "broken");
        for (String name : List.of("libcuda.so.1", "libnvcuvid.so.1")) {
            Files.copy(whole.resolve(name), folder.resolve(name));
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
        String library = Files.readString(MockLibraries.whole().resolve("libcuda.so.1"), StandardCharsets.ISO_8859_1);
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
        leftOut.add(".*/cuda-[^/]*-" + Loader.getPlatform() + "\\.jar");
        return this;
    }

    /** In JVMs that have no slf4j, as where the packed jar is alone. */
    MockDriver withoutLogging() {
        leftOut.add(".*/slf4j-[^/]*\\.jar");
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
        Path calls = Files.createTempFile(MockLibraries.HOME, "calls", ".txt");
        Path output = Files.createTempFile(MockLibraries.HOME, "output", ".txt");
        List<String> options = new ArrayList<>(TestJvm.small("512m", MockLibraries.HOME));
        // Calls are counted; where the test of a GPU is what is tested, it is turned on again behind this.
        options.add("-Dnvvideo.cuda.selfTest=off");
        options.addAll(jvmArguments);
        List<String> command = TestJvm.command(options, classPath(), main, arguments);
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

    private String classPath() {
        return Stream.concat(
                        Arrays.stream(TestJvm.classPath().split(":"))
                                .filter(entry -> leftOut.stream().noneMatch(entry::matches)),
                        classPath.stream().map(Path::toString))
                .collect(Collectors.joining(":"));
    }
}
