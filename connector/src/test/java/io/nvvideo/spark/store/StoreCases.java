package io.nvvideo.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of files wherever they live. The settings of the store come as options of each read. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class StoreCases {
    static final SparkSession SPARK = LocalSpark.session();

    Path folder;

    private Store store;
    private Path small;
    private Path other;

    /** Starts the store. */
    abstract Store open(Path emptyFolder) throws IOException;

    /** Settings of Hadoop that a client needs. */
    abstract Map<String, String> settings();

    @BeforeAll
    void start(@TempDir Path shared) throws IOException {
        folder = shared;
        store = open(folder.resolve("store"));
        small = TestVideos.make(
                folder.resolve("small.mp4"), Spec.MPEG4.withFrames(12).withSize(64, 48));
        other = TestVideos.make(
                folder.resolve("other.mp4"), Spec.MPEG4.withFrames(5).withSize(32, 32));
    }

    @AfterAll
    void stop() throws IOException {
        if (store != null) {
            store.close();
        }
    }

    Store store() {
        return store;
    }

    DataFrameReader reader() {
        return SPARK.read().format("nvvideo").options(settings());
    }

    static Stream<String> names() {
        return Stream.of(
                "a b.mp4",
                "50%.mp4",
                "%20.mp4",
                "a+b.mp4",
                "a#b.mp4",
                "a?b.mp4",
                "[x]{y}.mp4",
                "a&b=c;d'.mp4",
                "ü.mp4",
                "日本.mp4",
                "🎬.mp4");
    }

    @ParameterizedTest
    @MethodSource("names")
    void framesAreThoseOfTheLocalFileWhateverItsName(String name) throws Exception {
        String inFolder = "names/" + Integer.toHexString(name.hashCode()) + "/" + name;
        store.put(small, inFolder);
        // As a path, some of these names are globs.
        Dataset<Row> there = reader().load(store.name(inFolder).replace("/" + name, ""));
        assertThat(there.select("path").distinct().collectAsList()).hasToString("[[" + store.name(inFolder) + "]]");
        assertThat(digest(there))
                .isEqualTo(digest(SPARK.read().format("nvvideo").load(small.toString())));
    }

    @Test
    void theInventoryIsThatOfTheLocalFile() throws IOException {
        store.put(small, "one/small.mp4");
        String[] columns = {"length", "format_name", "codec", "width", "height", "num_frames", "max_gop", "error"};
        assertThat(reader().option("view", "videos")
                        .load(store.name("one/small.mp4"))
                        .selectExpr(columns)
                        .collectAsList())
                .isEqualTo(SPARK.read()
                        .format("nvvideo")
                        .option("view", "videos")
                        .load(small.toString())
                        .selectExpr(columns)
                        .collectAsList());
    }

    @Test
    void directoriesBecomeColumnsAndGlobsFindFiles() throws IOException {
        store.put(small, "tree/camera=1/at=x y%2Fz/a.mp4");
        store.put(other, "tree/camera=22/at=ü/b.mp4");
        store.put(other, "tree/camera=22/at=ü/_hidden.mp4");
        assertThat(reader().load(store.name("tree"))
                        .groupBy("camera", "at")
                        .count()
                        .orderBy("camera")
                        .collectAsList())
                .hasToString("[[1,x y/z,12], [22,ü,5]]");
        assertThat(reader().load(store.name("tree/camera=*/*/{a,c}.mp4")).count())
                .isEqualTo(12);
        assertThat(reader().option("pathGlobFilter", "b*")
                        .load(store.name("tree"))
                        .count())
                .isEqualTo(5);
    }

    @Test
    void aFileWithoutAByteIsABrokenVideo() throws IOException {
        store.put(small, "empty/good.mp4");
        store.putEmpty("empty/ü 0%.mp4");
        assertThatThrownBy(() -> reader().load(store.name("empty")).collectAsList())
                .hasStackTraceContaining(store.name("empty/ü 0%.mp4"))
                .hasStackTraceContaining("the file is empty");
        assertThat(reader().option("mode", "PERMISSIVE")
                        .load(store.name("empty"))
                        .where("error IS NOT NULL")
                        .select("path")
                        .collectAsList())
                .hasToString("[[" + store.name("empty/ü 0%.mp4") + "]]");
    }

    @Test
    void aFileThatVanishesAfterPlanningIsAnErrorOrPassedOver() throws IOException {
        for (String ignore : List.of("false", "true")) {
            store.put(small, "vanish/good.mp4");
            store.put(small, "vanish/gone ü.mp4");
            JavaRDD<Row> planned = plan(reader().option("ignoreMissingFiles", ignore), "vanish");
            store.remove("vanish/gone ü.mp4");
            if (ignore.equals("true")) {
                assertThat(planned.count()).isEqualTo(12);
            } else {
                assertThatThrownBy(planned::count)
                        .hasStackTraceContaining(store.name("vanish/gone ü.mp4") + ": it does not exist any more")
                        .hasStackTraceContaining("ignoreMissingFiles");
            }
        }
    }

    @Test
    void aFileThatChangesAfterPlanningIsAnErrorEvenIfItCanBeRead() throws Exception {
        for (String ignore : List.of("false", "true")) {
            store.put(small, "change/length.mp4");
            JavaRDD<Row> planned = plan(reader().option("ignoreCorruptFiles", ignore), "change");
            store.put(other, "change/length.mp4");
            assertThatThrownBy(planned::count)
                    .hasStackTraceContaining("Cannot open " + store.name("change/length.mp4"))
                    .hasStackTraceContaining("changed")
                    .hasStackTraceContaining("It had " + Files.size(small) + " bytes")
                    .hasStackTraceContaining("has " + Files.size(other) + " now");
        }
        store.put(small, "touch/content.mp4");
        JavaRDD<Row> planned = plan(reader(), "touch");
        // Object stores tell whole seconds.
        Thread.sleep(1100);
        store.put(small, "touch/content.mp4");
        assertThatThrownBy(planned::count)
                .hasStackTraceContaining("Cannot open " + store.name("touch/content.mp4"))
                .hasStackTraceContaining("changed");
    }

    @Test
    void aFileThatMayNotBeReadIsNeverTakenForACorruptOne() throws IOException {
        store.put(small, "rights/good.mp4");
        store.put(small, "rights/secret.mp4");
        store.forbid("rights/secret.mp4");
        for (Map<String, String> options : List.of(
                Map.<String, String>of(),
                Map.of("ignoreCorruptFiles", "true", "ignoreMissingFiles", "true"),
                Map.of("mode", "DROPMALFORMED"))) {
            assertThatThrownBy(() ->
                            reader().options(options).load(store.name("rights")).collectAsList())
                    .hasStackTraceContaining("io.nvvideo.VideoException")
                    .hasStackTraceContaining("Cannot open " + store.name("rights/secret.mp4"));
        }
        assertThat(reader().option("mode", "PERMISSIVE")
                        .load(store.name("rights"))
                        .where("error IS NOT NULL")
                        .select("path")
                        .collectAsList())
                .hasToString("[[" + store.name("rights/secret.mp4") + "]]");
    }

    /** Lists the files of a folder and makes tasks, but starts none. */
    JavaRDD<Row> plan(DataFrameReader reader, String path) {
        JavaRDD<Row> planned = reader.load(store.name(path)).select("path").toJavaRDD();
        assertThat(planned.getNumPartitions()).isPositive();
        return planned;
    }

    static String digest(Dataset<Row> frames) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Row row :
                frames.select("frame_index", "data").orderBy("frame_index").collectAsList()) {
            digest.update((byte[]) row.get(1));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
