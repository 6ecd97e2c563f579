package io.nvvideo.fuzz;

import io.nvvideo.Device;
import io.nvvideo.IndexStore;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoOptions;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads a file frame by frame, and then in one other way, as chance has it: some of its frames, in parts, on several threads,
 * ahead, with the index of the reading before, with questions in between. What both give has to agree ({@link Consistency}).
 * Now and then the index is that of the file before it was damaged; then all that counts is that nothing is harmed.
 */
final class OtherWay {
    private static final int MAX_FRAMES = 300;
    private static final int MAX_LARGE_FRAMES = 20;
    private static final long MAX_COMPARED_PIXELS = 1 << 21;

    /**
     * Pixels of these are not compared, everything else is. FFmpeg 8.0.1 tells of some of their damage nowhere: of pictures whose slices
     * or partitions end too early it leaves the rest as it found the memory, other pixels each time.
     */
    private static final Set<String> SILENT = Set.of("hevc", "vp8");

    /** What came of it: what does not agree or null, frames that do, and frames that are excused. */
    record Result(String wrong, int compared, int excused) {
        private static final Result NOTHING = new Result(null, 0, 0);
    }

    /** Keeps indices as executors do. */
    private static final class Kept implements IndexStore {
        private final Map<Integer, PacketScanner.Result> kept = new HashMap<>();

        @Override
        public PacketScanner.Result get(int streamIndex, Supplier<PacketScanner.Result> scan) {
            PacketScanner.Result known = kept.get(streamIndex);
            if (known == null) {
                known = scan.get();
                kept.put(streamIndex, known);
            }
            return known;
        }
    }

    private static final VideoOptions PLAIN = VideoOptions.DEFAULT.withDevice(Device.CPU);

    private final Random random;
    private final ByteBuffer pixels;
    private final Recipe.Mutant file;
    private final byte[] original;
    private int maxFrames;
    private boolean comparesPixels;

    /**
     * Reads nothing yet.
     *
     * @param original the file before it was damaged
     */
    OtherWay(Random random, ByteBuffer pixels, Recipe.Mutant file, byte[] original) {
        this.random = random;
        this.pixels = pixels;
        this.file = file;
        this.original = original;
    }

    Result compare() {
        FfmpegGuesses.listen();
        Kept index = new Kept();
        Output output;
        Given whole;
        FrameIndex frames;
        try (Video video = open(file.bytes(), PLAIN.withIndexStore(index))) {
            VideoStream stream = video.stream();
            // Large pictures are what a damaged header claims.
            boolean large = (long) stream.width() * stream.height() > MAX_COMPARED_PIXELS;
            maxFrames = large ? MAX_LARGE_FRAMES : MAX_FRAMES;
            comparesPixels = stream.codec() == null || !SILENT.contains(stream.codec());
            output = large
                    ? Output.RGB.withSize(32, 32, ResizeMode.STRETCH).withConversion(Conversion.FAST)
                    : Output.RGB.withFormat(FrameFormat.NATIVE);
            frames = video.index();
            Given.Reader reader = new Given.Reader(output, pixels, maxFrames, comparesPixels);
            reader.read(video, Selection.all(), () -> {});
            whole = reader.given();
        } catch (VideoException e) {
            return opensTheSecondTime(e);
        }
        VideoOptions options = PLAIN.withDecodeThreads(1 + random.nextInt(3))
                .withPrefetchFrames(random.nextBoolean() ? 0 : 1 + random.nextInt(3));
        if (random.nextInt(8) == 0) {
            readWithStaleIndex(options, output);
            return Result.NOTHING;
        }
        return read(random.nextBoolean() ? options : options.withIndexStore(index), output, frames, whole);
    }

    private Result opensTheSecondTime(VideoException first) {
        try (Video video = open(file.bytes(), PLAIN)) {
            video.stream();
            video.index();
            return new Result("it opens the second time, but not the first: " + first.getMessage(), 0, 0);
        } catch (VideoException e) {
            return Result.NOTHING;
        }
    }

    private void readWithStaleIndex(VideoOptions options, Output output) {
        Kept stale = new Kept();
        attempt(() -> {
            try (Video video = open(original, options.withIndexStore(stale))) {
                video.videoStreams().forEach(video::index);
            }
        });
        attempt(() -> {
            try (Video video = open(file.bytes(), options.withIndexStore(stale))) {
                Given.Reader reader = new Given.Reader(output, pixels, maxFrames, comparesPixels);
                reader.read(video, selection(video.index()), questions(video));
                reader.read(video, Selection.all(), () -> {});
            }
        });
    }

    private Result read(VideoOptions options, Output output, FrameIndex expected, Given whole) {
        String way = options.decodeThreads() + " threads, " + options.prefetchFrames() + " ahead, ";
        Video video = null;
        try {
            video = open(file.bytes(), options);
            if (video.index().frameCount() != expected.frameCount()) {
                return new Result("it has another number of frames the second time", 0, 0);
            }
            Selection selection = selection(expected);
            int[] wanted = video.select(selection);
            Runnable questions = random.nextInt(3) == 0 ? questions(video) : () -> {};
            Given.Reader reader = new Given.Reader(output, pixels, maxFrames, comparesPixels);
            if (wanted.length <= maxFrames && random.nextInt(3) == 0) {
                boolean apart = random.nextBoolean();
                long[] cuts = random.longs(1 + random.nextInt(4), 0, file.bytes().length + 1)
                        .sorted()
                        .toArray();
                way += cuts.length + " cuts" + (apart ? " apart, " : ", ");
                for (int part = 0; part <= cuts.length; part++) {
                    if (apart && part > 0) {
                        video.reopen(source(file.bytes()));
                        questions = () -> {};
                    }
                    long from = part == 0 ? 0 : cuts[part - 1];
                    long to = part == cuts.length ? Long.MAX_VALUE : cuts[part];
                    int[] owned = Planner.owned(video.index(), wanted, from, to);
                    reader.read(video, Selection.indices(owned), questions);
                }
            } else {
                reader.read(video, selection, questions);
            }
            Consistency both = new Consistency(expected, whole, reader.given(), wanted, FfmpegGuesses.heard());
            String wrong = both.wrong() == null ? null : way + selection + ": " + both.wrong();
            return new Result(wrong, both.compared(), both.excused());
        } catch (VideoException e) {
            return new Result(way + "it was opened only the first time: " + e.getMessage(), 0, 0);
        } finally {
            if (video != null) {
                video.close();
            }
        }
    }

    private Selection selection(FrameIndex index) {
        int count = index.frameCount();
        return switch (count == 0 ? 0 : random.nextInt(8)) {
            case 0 -> Selection.all();
            case 1 ->
                Selection.indices(IntStream.range(0, 1 + random.nextInt(6))
                        .map(i -> random.nextInt(count))
                        .toArray());
            case 2 ->
                Selection.times(IntStream.range(0, 1 + random.nextInt(4))
                        .mapToDouble(i -> index.timeBase().seconds(index.pts(random.nextInt(count))))
                        .toArray());
            case 3 -> Selection.sampled(new Sampler.EveryNth(2 + random.nextInt(9)), Window.ALL);
            case 4 -> Selection.sampled(new Sampler.KeyFrames(), Window.ALL);
            case 5 -> Selection.sampled(new Sampler.Spread(2 + random.nextInt(6)), Window.ALL);
            case 6 -> Selection.indices(0, -1);
            default -> Selection.range(random.nextInt(count), 1 + random.nextInt(count));
        };
    }

    /** What else may be asked of a video that is being read. */
    private Runnable questions(Video video) {
        List<Runnable> all = Arrays.asList(
                video::container, video::damage, video::statistics, video::scannedMetadata, () -> video.videoStreams()
                        .forEach(video::index));
        int every = 1 + random.nextInt(10);
        int[] frames = {0};
        return () -> {
            if (frames[0]++ % every == 0) {
                attempt(all.get(random.nextInt(all.size())));
            }
        };
    }

    private Video open(byte[] bytes, VideoOptions options) {
        return Video.open(source(bytes), options);
    }

    private ByteSource source(byte[] bytes) {
        return ByteSource.of(file.name(), bytes);
    }

    private static void attempt(Runnable part) {
        try {
            part.run();
        } catch (VideoException e) {
            // Told of; what counts here is that nothing else is thrown.
        }
    }
}
