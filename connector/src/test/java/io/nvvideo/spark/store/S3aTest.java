package io.nvvideo.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.spark.store.S3Server.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files in S3, by way of {@code s3a}. Needs the Python packages of {@code ci/requirements.txt}. */
class S3aTest extends StoreCases {
    @Override
    Store open(Path emptyFolder) throws IOException {
        Assumptions.assumeTrue(
                S3Server.isThere(), "No S3 server: there is no " + S3Server.PYTHON + ", which ci/test makes");
        return new S3Store();
    }

    @Override
    Map<String, String> settings() {
        return ((S3Store) store()).settings();
    }

    /** 32 MB that cost no time to make, with the header at the end. */
    private void putLong(String path) throws IOException {
        Spec raw =
                Spec.MPEG4.withEncoder("v210", "yuv422p10le").withSize(640, 480).withFrames(40);
        store().put(TestVideos.make(folder.resolve("long.mov"), raw), path);
    }

    @Test
    void countingAndTakingInventoryReadTheHeaderOnly() throws IOException {
        putLong("header/long.mov");
        for (String view : List.of("frames", "videos")) {
            JavaRDD<Row> planned = plan(reader().option("view", view), "header");
            server().requests();
            assertThat(planned.count()).isEqualTo(view.equals("frames") ? 40 : 1);
            List<Request> requests = server().requests();
            assertThat(requests).filteredOn(it -> it.method().equals("HEAD")).hasSize(1);
            assertThat(requests).hasSizeLessThanOrEqualTo(6);
            assertThat(bytes(requests)).isLessThan(1_500_000);
        }
    }

    @Test
    void readingOnAndOnTakesFewRequestsAndEachByteOnce() throws IOException {
        putLong("on/long.mov");
        JavaRDD<Row> planned = SPARK.read()
                .format("nvvideo")
                .options(settings())
                .option("width", "16")
                .option("splitVideos", "false")
                .load(store().name("on"))
                .select("data")
                .toJavaRDD();
        assertThat(planned.getNumPartitions()).isPositive();
        server().requests();
        assertThat(planned.count()).isEqualTo(40);
        List<Request> requests = server().requests();
        long length = Files.size(folder.resolve("long.mov"));
        assertThat(requests).filteredOn(it -> it.method().equals("HEAD")).hasSize(1);
        assertThat(requests).hasSizeLessThanOrEqualTo(14);
        assertThat(bytes(requests)).isBetween(length, length + 2_000_000);
    }

    @Test
    void settingsOfTheSessionAndOfTheReadReachTheTasks() throws IOException {
        store().put(TestVideos.make(folder.resolve("tiny.mp4"), Spec.MPEG4.withFrames(2)), "settings/tiny.mp4");
        // Else a file system that was opened before would serve, whatever the settings.
        Map<String, String> own = new HashMap<>(settings());
        own.put("fs.s3a.impl.disable.cache", "true");
        String endpoint = own.remove("fs.s3a.endpoint");
        DataFrameReader reader = SPARK.read().format("nvvideo").options(own);
        assertThat(reader.option("fs.s3a.endpoint", endpoint)
                        .load(store().name("settings"))
                        .count())
                .isEqualTo(2);
        SPARK.conf().set("fs.s3a.endpoint", endpoint);
        try {
            assertThat(SPARK.read()
                            .format("nvvideo")
                            .options(own)
                            .load(store().name("settings"))
                            .count())
                    .isEqualTo(2);
        } finally {
            SPARK.conf().unset("fs.s3a.endpoint");
        }
    }

    private S3Server server() {
        return ((S3Store) store()).server();
    }

    private static long bytes(List<Request> requests) {
        return requests.stream().mapToLong(Request::bytes).sum();
    }
}
