package io.nvvideo.spark.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The S3 server of {@code s3_server.py}, a process of its own on the loopback device. */
final class S3Server implements AutoCloseable {
    /** The virtual environment that {@code ci/test} makes. */
    static final Path PYTHON =
            Path.of("..", ".venv", "bin", "python").toAbsolutePath().normalize();

    private static final Path SCRIPT = Path.of("src", "test", "python", "s3_server.py");

    /**
     * A request for an object.
     *
     * @param range the header of that name, or "-"
     * @param bytes of the body of the answer
     */
    record Request(String method, String key, String range, int status, long bytes) {
        static Request parse(String line) {
            String[] parts = line.split("\t");
            return new Request(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), Long.parseLong(parts[4]));
        }
    }

    private final Process process;
    private final URI endpoint;
    private final HttpClient client = HttpClient.newHttpClient();

    S3Server(String... buckets) throws IOException {
        process = new ProcessBuilder(PYTHON.toString(), SCRIPT.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("Cannot start the S3 server: it ended at once. What it said is above.");
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        for (String bucket : buckets) {
            send(HttpRequest.newBuilder(endpoint.resolve("/" + bucket)).PUT(BodyPublishers.noBody()));
        }
    }

    /** Whether there is a Python to start it with. */
    static boolean isThere() {
        return Files.isExecutable(PYTHON);
    }

    URI endpoint() {
        return endpoint;
    }

    /** The requests for objects since the last call. */
    List<Request> requests() {
        try {
            return send(HttpRequest.newBuilder(endpoint.resolve("/_requests")))
                    .lines()
                    .map(Request::parse)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on, nobody may read this object. */
    void forbid(String key) throws IOException {
        send(HttpRequest.newBuilder(endpoint.resolve("/_forbid/" + key)));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
