package io.nvvideo.spark.store;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A bucket of an S3 server of its own. */
final class S3Store implements Store {
    private static final String BUCKET = "videos";

    private final S3Server server = new S3Server(BUCKET);
    private final Configuration configuration = new Configuration();

    S3Store() throws IOException {
        settings().forEach(configuration::set);
    }

    /** What a client needs to find the server. */
    Map<String, String> settings() {
        return Map.of(
                "fs.s3a.endpoint", server.endpoint().toString(),
                "fs.s3a.path.style.access", "true",
                "fs.s3a.connection.ssl.enabled", "false",
                "fs.s3a.access.key", "key",
                "fs.s3a.secret.key", "secret",
                "fs.s3a.attempts.maximum", "1");
    }

    S3Server server() {
        return server;
    }

    @Override
    public String root() {
        return "s3a://" + BUCKET;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public void forbid(String path) throws IOException {
        server.forbid(path);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
