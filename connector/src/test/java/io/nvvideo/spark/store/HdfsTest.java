package io.nvvideo.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Files in HDFS. */
class HdfsTest extends StoreCases {
    @Override
    Store open(Path emptyFolder) throws IOException {
        return new HdfsStore(emptyFolder);
    }

    @Override
    Map<String, String> settings() {
        return Map.of();
    }

    @Test
    void countingReadsTheHeaderOnly() throws IOException {
        Spec raw =
                Spec.MPEG4.withEncoder("v210", "yuv422p10le").withSize(640, 480).withFrames(20);
        store().put(TestVideos.make(folder.resolve("long.mov"), raw), "header/long.mov");
        JavaRDD<Row> planned = plan(reader(), "header");
        long before = bytesRead();
        assertThat(planned.count()).isEqualTo(20);
        assertThat(bytesRead() - before).isBetween(1L, 1_500_000L);
    }

    private static long bytesRead() {
        return FileSystem.getGlobalStorageStatistics().get("hdfs").getLong("bytesRead");
    }
}
