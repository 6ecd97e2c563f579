package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Frame;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FramesTest {
    private static final String DECODED = "number of frames decoded";
    private static final String RETURNED = "number of frames returned";

    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    private static Path video;

    @BeforeAll
    static void makeVideos() {
        video = TestVideos.make(folder.resolve("a b.mp4"), Spec.MPEG4.withFrames(30));
        TestVideos.make(folder.resolve("c.mkv"), Spec.MPEG4.withFrames(10).withSize(64, 48));
    }

    @Test
    void everyFrameIsARowWithTheVideosOwnPixels() {
        List<Row> rows =
                frames("maxBatchBytes", "100k").orderBy("path", "frame_index").collectAsList();
        assertThat(rows).hasSize(40);
        try (Video direct = Video.open(video)) {
            List<Frame> frames = direct.slice(null, null, 1);
            for (int i = 0; i < 30; i++) {
                Row row = rows.get(i);
                assertThat(row.<String>getAs("path")).isEqualTo("file:" + video);
                assertThat(row.<Long>getAs("frame_index")).isEqualTo(i);
                assertThat(row.<Long>getAs("frame_pts"))
                        .isEqualTo(frames.get(i).info().pts());
                assertThat(row.<Double>getAs("frame_time"))
                        .isEqualTo(frames.get(i).info().timeSeconds());
                assertThat(row.<Boolean>getAs("is_key_frame"))
                        .isEqualTo(frames.get(i).info().keyFrame());
                assertThat(row.<String>getAs("pict_type"))
                        .isEqualTo(frames.get(i).info().pictureType());
                assertThat(row.<Boolean>getAs("is_corrupt")).isFalse();
                assertThat(row.<Integer>getAs("width")).isEqualTo(128);
                assertThat(row.<Integer>getAs("height")).isEqualTo(96);
                assertThat(row.<Integer>getAs("channels")).isEqualTo(3);
                assertThat(row.<String>getAs("pixel_format")).isEqualTo("rgb24");
                assertThat(row.<byte[]>getAs("data")).hasSize(128 * 96 * 3);
                assertThat(row.<String>getAs("error")).isNull();
                Row metadata = row.getAs("metadata");
                assertThat(metadata.<Long>getAs("num_frames")).isEqualTo(30);
                assertThat(metadata.<String>getAs("codec")).isEqualTo("mpeg4");
            }
        }
        assertThat(rows.get(30).<byte[]>getAs("data")).hasSize(64 * 48 * 3);
    }

    @Test
    void countingAndTimingDecodeNothing() {
        Map<String, Long> counted =
                QueryMetrics.of(SPARK, () -> assertThat(frames().count()).isEqualTo(40));
        assertThat(counted).doesNotContainKey(DECODED).doesNotContainKey(RETURNED);
        Map<String, Long> timed = QueryMetrics.of(SPARK, () -> assertThat(
                        frames().select("path", "frame_index", "frame_time", "width", "pixel_format", "metadata.codec")
                                .collectAsList())
                .hasSize(40));
        assertThat(timed).doesNotContainKey(DECODED).containsEntry(RETURNED, 40L);
        assertThat(timed.get("bytes of video read")).isPositive();
    }

    @Test
    void pixelsAndPictureTypesAreDecoded() {
        for (String column : List.of("data", "pict_type", "is_corrupt")) {
            Map<String, Long> metrics =
                    QueryMetrics.of(SPARK, () -> frames().select(column).collectAsList());
            assertThat(metrics).containsEntry(DECODED, 40L).containsEntry(RETURNED, 40L);
            assertThat(metrics.get("number of video files read")).isEqualTo(2);
        }
    }

    @Test
    void thePlanSaysWhatIsRead() {
        String plan = plan(frames("width", "64").select("frame_index", "data"));
        assertThat(plan)
                .contains("nvvideo frames of ", "frameFormat=rgb 64x?", "columns=[frame_index, data]", "decodes=true");
        assertThat(plan(frames().select("frame_index"))).contains("columns=[frame_index]", "decodes=false");
    }

    @Test
    void nestedFieldsOfMetadataArePruned() {
        Dataset<Row> codecs = frames().select("metadata.codec", "metadata.time_base.den");
        assertThat(plan(codecs)).contains("columns=[metadata.codec, metadata.time_base.den]");
        assertThat(codecs.distinct().collectAsList()).isNotEmpty();
    }

    @Test
    void encodedFramesShowInNotebooks() {
        Dataset<Row> jpeg = frames("frameFormat", "jpeg").select("data");
        assertThat(jpeg.schema().apply("data").metadata().getString("spark.contentAnnotation"))
                .isEqualTo("{\"mimeType\": \"image/jpeg\"}");
        for (Row row : jpeg.collectAsList()) {
            assertThat(row.<byte[]>getAs(0)).startsWith(0xFF, 0xD8, 0xFF);
        }
        byte[] png = frames("frameFormat", "png").select("data").first().getAs(0);
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void imagesAreAsSparkHasThem() {
        Dataset<Row> images = frames("frameFormat", "image");
        assertThat(images.schema().fieldNames()).contains("image").doesNotContain("data");
        Row image = images.orderBy("path", "frame_index").select("image.*").first();
        assertThat(image.<String>getAs("origin")).isEqualTo("file:" + video);
        assertThat(image.<Integer>getAs("height")).isEqualTo(96);
        assertThat(image.<Integer>getAs("width")).isEqualTo(128);
        assertThat(image.<Integer>getAs("nChannels")).isEqualTo(3);
        assertThat(image.<Integer>getAs("mode")).isEqualTo(16);
        byte[] rgb =
                frames().orderBy("path", "frame_index").select("data").first().getAs(0);
        byte[] bgr = image.getAs("data");
        assertThat(bgr).hasSameSizeAs(rgb);
        assertThat(new byte[] {bgr[2], bgr[1], bgr[0]}).isEqualTo(new byte[] {rgb[0], rgb[1], rgb[2]});
    }

    @Test
    void aBatchHoldsRowsOfOneFile() {
        List<Row> rows = frames().select(functions.input_file_name().as("name"), functions.col("_metadata.file_path"))
                .distinct()
                .collectAsList();
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.getString(0))
                .isEqualTo(row.getString(1)));
    }

    @Test
    void fileMetadataIsHiddenAndThere() {
        assertThat(frames().schema().fieldNames()).doesNotContain("_metadata");
        List<Row> ours =
                frames().select("path", "_metadata").distinct().orderBy("path").collectAsList();
        List<Row> sparks = SPARK.read()
                .format("binaryFile")
                .load(folder.toString())
                .select("path", "_metadata")
                .distinct()
                .orderBy("path")
                .collectAsList();
        assertThat(ours).hasToString(sparks.toString());
    }

    @Test
    void aTemporaryViewReadsToo() {
        SPARK.sql("CREATE OR REPLACE TEMPORARY VIEW few USING nvvideo OPTIONS (path '" + folder + "', view 'videos')");
        assertThat(SPARK.sql("SELECT codec, num_frames FROM few ORDER BY num_frames")
                        .collectAsList())
                .hasToString("[[mpeg4,10], [mpeg4,30]]");
    }

    @Test
    void theSessionsSettingsAreOptionsBelowThoseOfTheRead() {
        SPARK.conf().set("spark.datasource.nvvideo.width", "32");
        try {
            assertThat(frames().select("width").distinct().collectAsList()).hasToString("[[32]]");
            assertThat(frames("WIDTH", "16").select("width").distinct().collectAsList())
                    .hasToString("[[16]]");
        } finally {
            SPARK.conf().unset("spark.datasource.nvvideo.width");
        }
    }

    @Test
    void aSchemaOfTheUsersIsRefused() {
        assertThatThrownBy(() -> SPARK.read()
                        .format("nvvideo")
                        .schema(new StructType().add("x", DataTypes.IntegerType))
                        .load(folder.toString()))
                .hasMessageContaining("schema");
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> frames("framFormat", "rgb"))
                .hasMessage(
                        "Cannot read with option 'framFormat': there is no such option. Did you mean 'frameFormat'?");
    }

    @Test
    void anotherFileSystemReadsTheSame() {
        Dataset<Row> there = SPARK.read().format("nvvideo").load("probe:" + folder + "/*.mp4");
        assertThat(there.select("path").distinct().collectAsList()).hasToString("[[probe:" + video + "]]");
        assertThat(there.select("data").count()).isEqualTo(30);
        assertThat(there.select(functions.sha2(functions.col("data"), 256)).collectAsList())
                .containsExactlyInAnyOrderElementsOf(SPARK.read()
                        .format("nvvideo")
                        .load(video.toString())
                        .select(functions.sha2(functions.col("data"), 256))
                        .collectAsList());
    }

    @Test
    void sparkKnowsThatPixelsAreLargerThanTheirFiles() {
        long compressed = sizeInBytes(frames().select("frame_index"));
        assertThat(sizeInBytes(frames().select("data"))).isGreaterThan(20 * compressed);
        assertThat(sizeInBytes(frames("frameFormat", "png").select("data"))).isBetween(2 * compressed, 20 * compressed);
    }

    @Test
    void anEmptyDirectoryHasNoFrames(@TempDir Path empty) {
        assertThat(SPARK.read().format("nvvideo").load(empty.toString()).count())
                .isZero();
    }

    @Test
    void theSameReadTwiceRunsOnce() {
        Dataset<Row> left =
                frames().select("path", "frame_index").groupBy("path").count();
        Dataset<Row> right =
                frames().select("path", "frame_index").groupBy("path").count();
        Dataset<Row> both = left.union(right);
        both.collectAsList();
        assertThat(plan(both)).contains("ReusedExchange");
    }

    private static Dataset<Row> frames(String... options) {
        return SPARK.read().format("nvvideo").options(Pairs.map(options)).load(folder.toString());
    }

    private static long sizeInBytes(Dataset<Row> query) {
        return query.queryExecution().optimizedPlan().stats().sizeInBytes().toLong();
    }

    private static String plan(Dataset<Row> query) {
        return query.queryExecution().executedPlan().toString();
    }
}
