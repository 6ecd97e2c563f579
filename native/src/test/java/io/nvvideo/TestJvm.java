package io.nvvideo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JVMs of their own for what a test cannot measure, or must not do, in the one that runs it. */
public final class TestJvm {
    private TestJvm() {}

    /** The command that runs a main method with the classes of this JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.add("-cp");
        // Surefire puts the class path into the manifest of a jar, and the true one into this property.
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
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
