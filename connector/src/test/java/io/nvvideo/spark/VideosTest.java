package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideosTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    Path folder;

    @Test
    void aStreamIsARowWithItsFacts() {
        Path file = TestVideos.make(folder.resolve("v.mp4"), Spec.MPEG4.withRotation(180));
        Row row = videos(file).first();
        assertThat(row.<String>getAs("path")).isEqualTo("file:" + file);
        assertThat(row.<Long>getAs("length")).isEqualTo(file.toFile().length());
        assertThat(row.<java.sql.Timestamp>getAs("modification_time").getTime())
                .isEqualTo(file.toFile().lastModified());
        assertThat(row.<String>getAs("format_name")).contains("mp4");
        assertThat(row.<Integer>getAs("stream_index")).isZero();
        assertThat(row.<String>getAs("codec")).isEqualTo("mpeg4");
        assertThat(row.<Integer>getAs("width")).isEqualTo(128);
        assertThat(row.<Integer>getAs("rotation")).isEqualTo(180);
        assertThat(row.<String>getAs("pixel_format")).isEqualTo("yuv420p");
        assertThat(row.<Integer>getAs("bit_depth")).isEqualTo(8);
        assertThat(row.<String>getAs("chroma_subsampling")).isEqualTo("4:2:0");
        assertThat(row.<Row>getAs("avg_frame_rate")).hasToString("[25,1]");
        assertThat(row.<Long>getAs("num_frames")).isEqualTo(50);
        assertThat(row.<Integer>getAs("max_gop")).isEqualTo(12);
        assertThat(row.<Boolean>getAs("is_vfr")).isFalse();
        assertThat(row.getList(row.fieldIndex("audio"))).isEmpty();
        assertThat(row.<Row>getAs("gpu"))
                .as("on a machine without a GPU")
                .asString()
                .startsWith("[false,there is no NVIDIA driver (libcuda.so.1: ");
        assertThat(row.<String>getAs("error")).isNull();
    }

    @Test
    void everyStreamThatIsNoCoverArtIsARow() {
        Path two = Corpus.video("h264_high_two_video_streams_plus_audio_subs.mp4");
        Dataset<Row> streams = videos(two).select("stream_index");
        assertThat(streams.collectAsList()).hasToString("[[0], [3]]");
        assertThat(videos(two).count())
                .as("rows are the same whatever the columns")
                .isEqualTo(2);
        assertThat(videos(two).select("path").collectAsList()).hasSize(2);
        Path cover = Corpus.video("h264_cover_art_jpeg.mp4");
        assertThat(videos(cover).select("codec").collectAsList()).hasToString("[[h264]]");
    }

    @Test
    void audioStreamsAreListed() {
        Path file = Corpus.video("h264_high_two_video_streams_plus_audio_subs.mp4");
        List<Row> audio = videos(file)
                .selectExpr("explode(audio) AS a")
                .select("a.codec", "a.language")
                .distinct()
                .collectAsList();
        assertThat(audio).isNotEmpty();
    }

    @Test
    void aFileWithoutVideoIsAnErrorARowOrNothing() {
        Path sound = Corpus.video("audio_only_aac.mp4");
        assertThatThrownBy(() -> videos(sound).collectAsList())
                .hasStackTraceContaining("it has no video stream")
                .hasStackTraceContaining("audio_only_aac.mp4");
        Row row = videos(sound, "mode", "PERMISSIVE").first();
        assertThat(row.<String>getAs("error")).contains("it has no video stream");
        assertThat(row.<Long>getAs("length")).isEqualTo(sound.toFile().length());
        assertThat(row.<String>getAs("codec")).isNull();
        assertThat(row.<Row>getAs("gpu")).isNull();
        assertThat(videos(sound, "mode", "DROPMALFORMED").collectAsList()).isEmpty();
        assertThat(videos(sound, "ignoreCorruptFiles", "true").collectAsList()).isEmpty();
    }

    @Test
    void theWholeCorpusCanBeListed() {
        Corpus.requireCorpus();
        Dataset<Row> all = videos(Corpus.folder().resolve("videos"), "mode", "PERMISSIVE");
        List<Row> rows = all.collectAsList();
        assertThat(rows).hasSizeGreaterThan(170);
        assertThat(all.count()).isEqualTo(rows.size());
    }

    private static Dataset<Row> videos(Path path, String... options) {
        return SPARK.read()
                .format("nvvideo")
                .option("view", "videos")
                .options(Pairs.map(options))
                .load(path.toString());
    }
}
