package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Device;
import io.nvvideo.GpuOptions;
import io.nvvideo.LatencyMode;
import io.nvvideo.VideoException;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.spark.read.PackingOptions;
import io.nvvideo.spark.read.ReadMode;
import io.nvvideo.spark.read.ReadOptions;
import io.nvvideo.spark.read.TestReadOptions;
import io.nvvideo.spark.read.ViewName;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final SessionConf NOTHING_SET = key -> Optional.empty();

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThat(read(NOTHING_SET))
                .isEqualTo(new ReadOptions(
                        ViewName.FRAMES,
                        Output.RGB,
                        false,
                        -1,
                        TestReadOptions.EVERY_FRAME,
                        1,
                        GpuOptions.DEFAULT,
                        0,
                        16L << 20,
                        10_000,
                        ReadMode.FAILFAST,
                        false,
                        false));
    }

    @Test
    void everyOptionIsRead() {
        ReadOptions options = read(
                NOTHING_SET,
                "VIEW",
                "Videos",
                "frameformat",
                "gray",
                "bitDepth",
                "16",
                "width",
                "336",
                "height",
                "224",
                "resizeMode",
                "pad",
                "autoRotate",
                "false",
                "conversion",
                "fast",
                "imageQuality",
                "75",
                "streamIndex",
                "3",
                "device",
                "cuda:GPU-8f",
                "decoderCacheSize",
                "3",
                "maxWidth",
                "1920",
                "maxHeight",
                "1088",
                "latencyMode",
                "zero",
                "decodeThreads",
                "4",
                "prefetchFrames",
                "8",
                "maxBatchBytes",
                "8m",
                "mode",
                "permissive",
                "ignoreCorruptFiles",
                "true",
                "ignoreMissingFiles",
                "true");
        assertThat(options)
                .isEqualTo(new ReadOptions(
                        ViewName.VIDEOS,
                        new Output(FrameFormat.GRAY, 16, 336, 224, ResizeMode.PAD, false, Conversion.FAST, 75),
                        false,
                        3,
                        TestReadOptions.EVERY_FRAME,
                        4,
                        new GpuOptions(new Device(Device.Kind.CUDA, "GPU-8f"), "", 3, 1920, 1088, LatencyMode.ZERO),
                        8,
                        8L << 20,
                        10_000,
                        ReadMode.PERMISSIVE,
                        true,
                        true));
    }

    @Test
    void imageIsBgrInAStruct() {
        ReadOptions options = read(NOTHING_SET, "frameFormat", "image");
        assertThat(options.asImage()).isTrue();
        assertThat(options.output().format()).isEqualTo(FrameFormat.BGR);
    }

    @Test
    void theSessionsSettingsAreDefaults() {
        Map<String, String> session = Map.of(
                "spark.task.cpus", "3",
                "spark.sql.files.maxPartitionBytes", "1000b",
                "spark.sql.files.ignoreCorruptFiles", "true",
                "spark.sql.files.ignoreMissingFiles", "true",
                "spark.sql.files.openCostInBytes", "7",
                "spark.sql.files.minPartitionNum", "5",
                "spark.sql.execution.arrow.maxBytesPerBatch", "8MB",
                "spark.sql.execution.arrow.maxRecordsPerBatch", "0");
        SessionConf conf = key -> Optional.ofNullable(session.get(key));
        ReadOptions options = read(conf);
        assertThat(options.decodeThreads()).isEqualTo(3);
        assertThat(options.maxBatchBytes()).isEqualTo(8L << 20);
        assertThat(options.maxBatchRows()).as("0 is no limit").isGreaterThan(100_000);
        assertThat(options.ignoreCorruptFiles()).isTrue();
        assertThat(options.ignoreMissingFiles()).isTrue();
        assertThat(configuration(conf).packing(2)).isEqualTo(new PackingOptions(1000, 7, 5, true));
        assertThat(read(conf, "ignoreCorruptFiles", "false").ignoreCorruptFiles())
                .as("an option wins")
                .isFalse();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "view, packets, this version has the views frames and videos",
        "frameFormat, yuv, 'it is one of rgb, rgbp, bgr, gray, native, surface, jpeg, png, image'",
        "bitDepth, 12, it is 8 or 16",
        "width, 0, it is a whole number from 1 to 65536",
        "height, tall, it is a whole number from 1 to 65536",
        "resizeMode, squeeze, 'it is one of fit, stretch, crop, pad'",
        "autoRotate, maybe, it is true or false",
        "conversion, best, 'it is one of exact, fast'",
        "imageQuality, 101, it is a whole number from 1 to 100",
        "streamIndex, -1, it is a whole number from 0",
        "device, gpu, 'it is auto, cpu, cuda, or cuda: and the index or UUID of a GPU'",
        "device, cuda:first, 'it is auto, cpu, cuda, or cuda: and the index or UUID of a GPU'",
        "decoderCacheSize, many, it is a whole number from 0 to 64",
        "maxWidth, 0, it is a whole number from 1 to 16384",
        "maxHeight, 20000, it is a whole number from 1 to 16384",
        "latencyMode, none, 'it is one of native, low, zero'",
        "decodeThreads, 0, it is a whole number from 1 to 64",
        "maxBatchBytes, much, it is a number of bytes such as 64m",
        "maxBatchBytes, 4g, it is between 1 and 2147483647 bytes",
        "mode, STRICT, 'it is one of failfast, permissive, dropmalformed'",
        "ignoreCorruptFiles, 1, it is true or false",
        "ignoreMissingFiles, yes, it is true or false",
    })
    void aValueThatCannotBeIsNamedWithWhatCan(String name, String value, String why) {
        assertThatThrownBy(() -> read(NOTHING_SET, name, value))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(VideoException.Code.INVALID_ARGUMENT))
                .hasMessage("Cannot read with option '" + name + "' = '" + value + "': " + why + ".");
    }

    @Test
    void partitionBytesAreChecked() {
        assertThatThrownBy(() ->
                        configuration(NOTHING_SET, "maxPartitionBytes", "0").packing(1))
                .hasMessageContaining("it is between 1 and");
    }

    @Test
    void sixteenBitsAreRefusedWhereThereAreNone() {
        assertThatThrownBy(() -> read(NOTHING_SET, "frameFormat", "jpeg", "bitDepth", "16"))
                .hasMessage("Cannot read with option 'bitDepth' = '16': frameFormat jpeg does not have it."
                        + " Use rgb, rgbp, bgr, gray or png.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "framFormat, ' Did you mean ''frameFormat''?'",
        "FRAMEFORMATS, ' Did you mean ''frameFormat''?'",
        "widht, ' Did you mean ''width''?'",
        "zzz, ' The README lists the options there are.'",
    })
    void anUnknownOptionIsRefusedWithTheNearestName(String name, String hint) {
        assertThatThrownBy(() -> read(NOTHING_SET, name, "1"))
                .isInstanceOf(VideoException.class)
                .hasMessage("Cannot read with option '" + name + "': there is no such option." + hint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1024, 1024", "1k, 1024", "1KB, 1024", "2m, 2097152", "2 MiB, 2097152", "1g, 1073741824", "5b, 5"})
    void bytesAreWrittenAsSparkWritesThem(String text, long bytes) {
        assertThat(OptionParsers.bytesUpTo(Integer.MAX_VALUE).apply(text)).isEqualTo(bytes);
    }

    @Test
    void pathsComeFromBothOptions() {
        assertThat(configuration(NOTHING_SET, "path", "/c", "paths", "[\"/a\",\"/b\"]")
                        .paths())
                .containsExactly("/a", "/b", "/c");
        assertThatThrownBy(() -> configuration(NOTHING_SET, "paths", "/a").paths())
                .hasMessageContaining("it is a JSON array of strings");
        assertThatThrownBy(() -> configuration(NOTHING_SET).paths()).hasMessageContaining("no path is given");
    }

    @Test
    void settingsOfFileSystemsGoToTheLister() {
        OptionValues values = OptionValues.of(
                options("fs.s3a.endpoint", "http://here", "PathGlobFilter", "*.mp4", "width", "3"), NOTHING_SET);
        assertThat(values.ofListing())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("fs.s3a.endpoint", "http://here", "pathGlobFilter", "*.mp4"));
    }

    private static ReadOptions read(SessionConf conf, String... pairs) {
        return configuration(conf, pairs).readOptions();
    }

    private static ReadConfiguration configuration(SessionConf conf, String... pairs) {
        return new ReadConfiguration(OptionValues.of(options(pairs), conf));
    }

    private static CaseInsensitiveStringMap options(String... pairs) {
        return new CaseInsensitiveStringMap(Pairs.map(pairs));
    }
}
