package io.nvvideo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs of their own for what a test cannot measure, or must not do, in the one that runs it. */
public final class TestJvm {
    private TestJvm() {}

    /** The class path of this JVM. */
    public static String classPath() {
        // Surefire puts the class path into the manifest of a jar, and the true one into this property.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Options of a JVM that leaves the machine to the tests beside it, and tells in a file of the folder if it crashes. */
    public static List<String> small(String heap, Path folder) {
        return List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"));
    }

    /** The command that runs a main method with the classes of this JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return command(options, classPath(), main.getName(), arguments);
    }

    /**
     * The command that runs a program.
     *
     * @param main the name of a class, or a source file
     */
    public static List<String> command(List<String> options, String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a main method to its end; what it prints, without white space around it. Fails if it does not end with 0. */
    public static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(options, main, arguments))
                .redirectError(Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(main.getSimpleName() + " ended with " + status + ": " + printed);
        }
        return printed.strip();
    }
}
