package io.nvvideo.fuzz;

import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoOptions;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Image;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Reads everything of a file in every way, going on behind each {@link VideoException} as the mode PERMISSIVE does. Any other
 * exception is a defect and comes out.
 */
final class CompleteRead {
    /** Of a stream; more of the same finds nothing new. */
    private static final int MAX_FRAMES = 600;

    private static final int CONVERTED_AT_FIRST = 8;
    private static final int CONVERTED_EVERY = 10;
    private static final int MAX_COPIED_BYTES = 32 << 20;

    private final Random random;
    private final ByteBuffer pixels;
    private int frames;
    private int failures;

    /**
     * Reads nothing yet.
     *
     * @param random chooses threads, formats and seeks
     * @param pixels where frames are copied to
     */
    CompleteRead(Random random, ByteBuffer pixels) {
        this.random = random;
        this.pixels = pixels;
    }

    /** Where frames can be copied to. */
    static ByteBuffer pixelBuffer() {
        return ByteBuffer.allocateDirect(MAX_COPIED_BYTES);
    }

    /** Frames that came out. */
    int frames() {
        return frames;
    }

    /** Failures that were told of. */
    int failures() {
        return failures;
    }

    void read(Recipe.Mutant file) {
        VideoOptions options = VideoOptions.DEFAULT.withDecodeThreads(random.nextInt(3) == 0 ? 3 : 1);
        Output whole = output();
        Output resized = output().withSize(
                        random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(200),
                        1 + random.nextInt(200),
                        ResizeMode.values()[random.nextInt(ResizeMode.values().length)]);
        attempt(() -> {
            try (Video video = Video.open(ByteSource.of(file.name(), file.bytes()), options)) {
                for (VideoStream stream : video.container().videos()) {
                    attempt(() -> video.index(stream.index()).summary());
                }
                attempt(video::damage);
                attempt(() -> linear(video, whole, MAX_FRAMES));
                attempt(() -> linear(video, resized, 20));
                for (int i = 0; i < 4; i++) {
                    attempt(() -> seek(video));
                }
            }
        });
        if (random.nextInt(6) == 0) {
            attempt(() -> {
                ByteSource feed = ByteSource.of(file.name(), new ByteArrayInputStream(file.bytes()));
                try (Video video = Video.open(feed, options)) {
                    linear(video, resized, MAX_FRAMES);
                }
            });
        }
    }

    private Output output() {
        FrameFormat[] formats = FrameFormat.values();
        FrameFormat format = formats[random.nextInt(formats.length)];
        boolean deep = random.nextInt(4) == 0
                && switch (format) {
                    case RGB, RGBP, BGR, GRAY, PNG -> true;
                    default -> false;
                };
        return Output.RGB
                .withFormat(format)
                .withBitDepth(deep ? 16 : 8)
                .withAutoRotate(random.nextInt(4) > 0)
                .withConversion(random.nextInt(3) == 0 ? Conversion.FAST : Conversion.EXACT);
    }

    private void linear(Video video, Output output, int limit) {
        try (FrameReader reader = video.frames(Selection.all(), output)) {
            int given = 0;
            int failed = 0;
            while (given < limit && failed <= 3 * limit) {
                try {
                    if (!reader.next()) {
                        return;
                    }
                    if (given++ < CONVERTED_AT_FIRST || given % CONVERTED_EVERY == 0) {
                        copy(reader.image());
                    }
                    frames++;
                } catch (VideoException e) {
                    failures++;
                    failed++;
                }
            }
        }
    }

    private void copy(Image image) {
        if (image.shape().byteSize() <= MAX_COPIED_BYTES) {
            image.copyTo(pixels.clear());
        }
    }

    private void seek(Video video) {
        Output small = Output.RGB.withSize(32, 32, ResizeMode.STRETCH).withConversion(Conversion.FAST);
        int length = video.length();
        if (length == 0 || random.nextInt(4) == 0) {
            video.list(Selection.times(random.nextDouble() * 3), small);
        } else {
            video.list(Selection.indices(random.nextInt(length), random.nextInt(length)), small);
        }
        frames++;
    }

    private void attempt(Runnable part) {
        try {
            part.run();
        } catch (VideoException e) {
            failures++;
        }
    }
}
