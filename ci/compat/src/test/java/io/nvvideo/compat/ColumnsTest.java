package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's planner makes of the columns. */
class ColumnsTest {
    private static final Path VIDEO = Cell.h264().path();

    @Test
    void countingDecodesNothingAndTheMetricsSayIt() {
        Map<String, Long> counting =
                Metrics.of(() -> assertThat(Cell.read(VIDEO).count()).isEqualTo(60));
        assertThat(counting)
                .doesNotContainKey("number of frames decoded")
                .doesNotContainKey("number of frames returned");
        Map<String, Long> reading =
                Metrics.of(() -> Cell.read(VIDEO).select("data").collectAsList());
        assertThat(reading).containsEntry("number of frames decoded", 60L);
    }

    @Test
    void partitionDirectoriesAreColumns(@TempDir Path folder) throws IOException {
        copyTo(folder.resolve("camera=1/day=2026-01-02/a.mp4"));
        copyTo(folder.resolve("camera=2/day=2026-01-03/b.mp4"));
        Dataset<Row> frames = Cell.read(folder);
        assertThat(frames.schema().fieldNames()).endsWith("error", "camera", "day");
        assertThat(frames.where("camera = 2 AND frame_index < 2")
                        .selectExpr("camera", "CAST(day AS STRING)", "frame_index")
                        .orderBy("frame_index")
                        .collectAsList())
                .hasToString("[[2,2026-01-03,0], [2,2026-01-03,1]]");
        assertThat(frames.groupBy("camera").count().orderBy("camera").collectAsList())
                .hasToString("[[1,60], [2,60]]");
    }

    @Test
    void theHiddenColumnOfFileMetadataIsSparksOwn() {
        Dataset<Row> videos = Cell.read(VIDEO, "view", "videos");
        assertThat(videos.schema().fieldNames()).doesNotContain("_metadata");
        assertThat(videos.select("path", "_metadata").collectAsList())
                .hasToString(Cell.SPARK
                        .read()
                        .format("binaryFile")
                        .load(VIDEO.toString())
                        .select("path", "_metadata")
                        .collectAsList()
                        .toString());
        assertThat(videos.select("_metadata.file_name").first().getString(0)).isEqualTo("h264.mp4");
    }

    @Test
    void fieldsOfMetadataThatNobodyAsksForAreNotRead() {
        Dataset<Row> codecs = Cell.read(VIDEO).select("metadata.codec", "metadata.time_base.den");
        assertThat(Cell.plan(codecs)).contains("columns=[metadata.codec, metadata.time_base.den], decodes=false");
        assertThat(codecs.distinct().first().getString(0)).isEqualTo("h264");
    }

    @Test
    void encodedPicturesSayWhatTheyAre() {
        Dataset<Row> jpeg = Cell.read(VIDEO, "frameFormat", "jpeg").select("data");
        assertThat(jpeg.schema().apply("data").metadata().getString("spark.contentAnnotation"))
                .isEqualTo("{\"mimeType\": \"image/jpeg\"}");
        assertThat(jpeg.first().<byte[]>getAs(0)).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void imagesAreTheStructOfSparksImageSource() {
        String first = "frame_index = 0";
        Row image = Cell.read(VIDEO, "frameFormat", "image")
                .where(first)
                .select("image.*")
                .first();
        assertThat(image.schema().fieldNames())
                .containsExactly("origin", "height", "width", "nChannels", "mode", "data");
        assertThat(List.of(image.getInt(1), image.getInt(2), image.getInt(3), image.getInt(4)))
                .containsExactly(180, 320, 3, 16);
        byte[] bgr = image.getAs("data");
        byte[] rgb = Cell.read(VIDEO).where(first).select("data").first().getAs(0);
        for (int i = 0; i < rgb.length; i++) {
            assertThat(bgr[i]).isEqualTo(rgb[i + 2 - 2 * (i % 3)]);
        }
    }

    private static void copyTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(VIDEO, file);
    }
}
