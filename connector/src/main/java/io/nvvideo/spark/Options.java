package io.nvvideo.spark;

import static io.nvvideo.spark.OptionParsers.bytesUpTo;
import static io.nvvideo.spark.OptionParsers.intBetween;
import static io.nvvideo.spark.OptionParsers.oneOf;

import io.nvvideo.image.Conversion;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.spark.read.ReadMode;
import io.nvvideo.spark.read.ViewName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every option of the data source. What is not here is refused. */
final class Options {
    static final VideoOption<String> PATH =
            VideoOption.ofText("path", "path, directory or glob", "What to read; `load(path)` sets it.");
    static final VideoOption<String> PATHS =
            VideoOption.ofText("paths", "JSON array", "Several paths; `load(path, path)` sets it.");
    static final VideoOption<ViewName> VIEW = VideoOption.of(
            "view", "`frames`, `videos`", "frames", "A row for each frame, or for each video stream.", Options::view);
    static final VideoOption<Integer> STREAM_INDEX = new VideoOption<>(
            "streamIndex",
            "0, 1, …",
            "the best, as FFmpeg chooses",
            "Which video stream of a file the frames come from, by its index in the container.",
            intBetween(0, Integer.MAX_VALUE),
            conf -> -1);

    static final VideoOption<PixelsAs> FRAME_FORMAT = VideoOption.of(
            "frameFormat",
            "`rgb`, `rgbp`, `bgr`, `gray`, `native`, `surface`, `jpeg`, `png`, `image`",
            "rgb",
            "What the bytes in `data` are; `image` gives a column `image` as Spark's ImageSchema has it instead.",
            oneOf(PixelsAs.class));
    static final VideoOption<Integer> BIT_DEPTH = VideoOption.of(
            "bitDepth", "`8`, `16`", "8", "Bits of a component, for rgb, rgbp, bgr, gray and png.", Options::bitDepth);
    static final VideoOption<Integer> WIDTH = new VideoOption<>(
            "width",
            "pixels",
            "the video's own",
            "Width of a frame; alone it keeps the ratio.",
            intBetween(1, 65_536),
            conf -> 0);
    static final VideoOption<Integer> HEIGHT = new VideoOption<>(
            "height",
            "pixels",
            "the video's own",
            "Height of a frame; alone it keeps the ratio.",
            intBetween(1, 65_536),
            conf -> 0);
    static final VideoOption<ResizeMode> RESIZE_MODE = VideoOption.of(
            "resizeMode",
            "`fit`, `stretch`, `crop`, `pad`",
            "fit",
            "How a frame gets a width and a height: inside them, exactly, filled and cut, or filled up with black.",
            oneOf(ResizeMode.class));
    static final VideoOption<Boolean> AUTO_ROTATE = VideoOption.of(
            "autoRotate",
            "`true`, `false`",
            "true",
            "Whether frames are turned as the video says; never for native and surface.",
            OptionParsers::bool);
    static final VideoOption<Conversion> CONVERSION = VideoOption.of(
            "conversion",
            "`exact`, `fast`",
            "exact",
            "One formula everywhere, or the fastest way the device has.",
            oneOf(Conversion.class));
    static final VideoOption<Integer> IMAGE_QUALITY =
            VideoOption.of("imageQuality", "1 to 100", "90", "Quality of jpeg images.", intBetween(1, 100));

    static final VideoOption<Integer> DECODE_THREADS = new VideoOption<>(
            "decodeThreads",
            "1 to 64",
            "`spark.task.cpus`",
            "Threads of each decoder on the CPU.",
            intBetween(1, 64),
            conf -> conf.get("spark.task.cpus")
                    .map(intBetween(1, Integer.MAX_VALUE))
                    .orElse(1));
    static final VideoOption<Integer> PREFETCH_FRAMES = VideoOption.of(
            "prefetchFrames",
            "0 to 64",
            "0",
            "Frames decoded ahead on a thread of their own, while rows are made of those before.",
            intBetween(0, 64));
    static final VideoOption<Long> MAX_BATCH_BYTES = new VideoOption<>(
            "maxBatchBytes",
            "bytes, such as `16m`",
            "`16m`, or `spark.sql.execution.arrow.maxBytesPerBatch` if that is less",
            "Pixels that a batch of rows holds at most; a larger frame has a batch of its own.",
            bytesUpTo(Integer.MAX_VALUE),
            Options::defaultBatchBytes);
    static final VideoOption<Long> MAX_PARTITION_BYTES = new VideoOption<>(
            "maxPartitionBytes",
            "bytes, such as `128m`",
            "`spark.sql.files.maxPartitionBytes`",
            "Bytes of files that a task reads at most; longer files are cut, unless they cannot be.",
            bytesUpTo(Long.MAX_VALUE),
            conf -> conf.get("spark.sql.files.maxPartitionBytes")
                    .map(bytesUpTo(Long.MAX_VALUE))
                    .orElse(128L << 20));

    static final VideoOption<Boolean> SPLIT_VIDEOS = VideoOption.of(
            "splitVideos",
            "`true`, `false`",
            "true",
            "Whether a file that is longer than a partition is decoded by several tasks.",
            OptionParsers::bool);

    static final VideoOption<ReadMode> MODE = VideoOption.of(
            "mode",
            "`FAILFAST`, `PERMISSIVE`, `DROPMALFORMED`",
            "FAILFAST",
            "What becomes of what cannot be read: the task fails, a row for each failure tells of it in `error`, or nothing.",
            oneOf(ReadMode.class));
    static final VideoOption<Boolean> IGNORE_CORRUPT_FILES = fileFlag(
            "ignoreCorruptFiles",
            "With mode FAILFAST: whether a file that cannot be read is left at that point, with a warning in the log.");
    static final VideoOption<Boolean> IGNORE_MISSING_FILES =
            fileFlag("ignoreMissingFiles", "Whether a file that has vanished since it was listed is passed over.");

    static final VideoOption<String> PATH_GLOB_FILTER =
            VideoOption.ofText("pathGlobFilter", "glob", "Only files whose name matches.");
    static final VideoOption<String> RECURSIVE_FILE_LOOKUP = VideoOption.ofText(
            "recursiveFileLookup",
            "`true`, `false`",
            "Whether all directories below are read, without partition columns.");
    static final VideoOption<String> MODIFIED_BEFORE =
            VideoOption.ofText("modifiedBefore", "`2026-01-31T00:00:00`", "Only files changed before that time.");
    static final VideoOption<String> MODIFIED_AFTER =
            VideoOption.ofText("modifiedAfter", "`2026-01-31T00:00:00`", "Only files changed after that time.");
    static final VideoOption<String> TIME_ZONE = VideoOption.ofText(
            "timeZone", "time zone", "Time zone of `modifiedBefore` and `modifiedAfter`; without it the session's.");
    static final VideoOption<String> BASE_PATH =
            VideoOption.ofText("basePath", "directory", "Where partition directories begin.");

    /** In the order of the documentation. */
    static final List<VideoOption<?>> ALL = Stream.of(
                    List.of(PATH, PATHS, VIEW, STREAM_INDEX),
                    SelectionOptions.ALL,
                    List.of(
                            FRAME_FORMAT,
                            BIT_DEPTH,
                            WIDTH,
                            HEIGHT,
                            RESIZE_MODE,
                            AUTO_ROTATE,
                            CONVERSION,
                            IMAGE_QUALITY),
                    GpuReadOptions.ALL,
                    List.of(
                            DECODE_THREADS,
                            PREFETCH_FRAMES,
                            MAX_BATCH_BYTES,
                            MAX_PARTITION_BYTES,
                            SPLIT_VIDEOS,
                            MODE,
                            IGNORE_CORRUPT_FILES,
                            IGNORE_MISSING_FILES,
                            PATH_GLOB_FILTER,
                            RECURSIVE_FILE_LOOKUP,
                            MODIFIED_BEFORE,
                            MODIFIED_AFTER,
                            TIME_ZONE,
                            BASE_PATH))
            .<VideoOption<?>>flatMap(List::stream)
            .toList();

    /** Those that Spark's lister understands and checks itself. */
    static final List<VideoOption<String>> OF_LISTING =
            List.of(PATH_GLOB_FILTER, RECURSIVE_FILE_LOOKUP, MODIFIED_BEFORE, MODIFIED_AFTER, TIME_ZONE, BASE_PATH);

    private Options() {}

    private static VideoOption<Boolean> fileFlag(String name, String doc) {
        String key = "spark.sql.files." + name;
        return new VideoOption<>(
                name, "`true`, `false`", "`" + key + "`", doc, OptionParsers::bool, conf -> conf.get(key)
                        .map(OptionParsers::bool)
                        .orElse(false));
    }

    private static ViewName view(String text) {
        for (ViewName view : ViewName.values()) {
            if (view.name().equalsIgnoreCase(text)) {
                return view;
            }
        }
        throw new IllegalArgumentException("this version has the views frames and videos");
    }

    private static int bitDepth(String text) {
        if (text.equals("8") || text.equals("16")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("it is 8 or 16");
    }

    private static long defaultBatchBytes(SessionConf conf) {
        // Larger ones come from the system and go back to it each time (glibc's malloc does so above 32 MiB), and
        // touching new
        // pages costs a quarter of reading 1080p.
        long usual = 16L << 20;
        Optional<String> arrow = conf.get("spark.sql.execution.arrow.maxBytesPerBatch");
        // Zero, a negative number and -1b all stand for "no limit".
        return arrow.filter(text -> !text.startsWith("-") && !text.startsWith("0"))
                .map(bytesUpTo(Long.MAX_VALUE))
                .map(limit -> Math.min(limit, usual))
                .orElse(usual);
    }
}
