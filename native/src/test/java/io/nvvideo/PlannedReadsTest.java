package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedReadsTest {
    private static final Selection KEY_FRAMES = Selection.sampled(new Sampler.KeyFrames(), Window.ALL);

    /** 60 s of 28 MB, with a key frame of 38 kB every 2 s. */
    private static final Spec LONG =
            Spec.MPEG4.withSize(640, 480).withFrames(1500).withGop(50, 2);

    @TempDir
    static Path folder;

    private static Path atTheBeginning;
    private static Path atTheEnd;
    private static Path matroska;

    @BeforeAll
    static void make() {
        atTheBeginning = TestVideos.make(folder.resolve("begin.mp4"), LONG.withMuxerOption("movflags", "faststart"));
        atTheEnd = TestVideos.make(folder.resolve("end.mp4"), LONG);
        matroska = TestVideos.make(folder.resolve("cues.mkv"), LONG);
    }

    /** Counts what is read, inside of what was announced and outside. */
    private static final class Counting implements ByteSource {
        private final ByteSource source;
        private ByteRanges expected = ByteRanges.NONE;
        private long bytes;
        private long unexpected;

        Counting(Path file) {
            source = ByteSource.of(file);
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            int count = source.read(position, buffer, offset, length);
            bytes += count;
            boolean inside = expected.rangeAt(position) >= 0 && expected.rangeAt(position + count - 1) >= 0;
            unexpected += expected.count() > 0 && !inside ? count : 0;
            return count;
        }

        @Override
        public void expect(ByteRanges ranges) {
            expected = ranges;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    private static long packetBytes(FrameIndex index, IntStream packets) {
        return packets.mapToLong(index.packets()::size).sum();
    }

    @Test
    void keyFramesOfALongMp4NeedLittleMoreThanItsHeaderAndTheirBytes() throws IOException {
        for (Path file : new Path[] {atTheBeginning, atTheEnd}) {
            Counting source = new Counting(file);
            try (Video video = Video.open(source)) {
                FrameIndex index = video.index();
                int[] keys = video.select(KEY_FRAMES);
                assertThat(keys).hasSizeBetween(30, 35);
                assertThat(Decoded.of(video, Selection.indices(keys))).hasSize(keys.length);
                long wanted = packetBytes(index, IntStream.of(keys).map(index::packetOfFrame));
                long all = packetBytes(index, IntStream.range(0, index.packets().count()));
                long header = Files.size(file) - all;
                assertThat(header).isLessThan(20_000);
                assertThat(source.bytes).isLessThan((header + wanted) * 11 / 10);
                assertThat(source.unexpected).isZero();
                assertThat(video.statistics().bytesRead()).isEqualTo(source.bytes);
            }
        }
    }

    @Test
    void aFrameInTheMiddleNeedsNoMoreThanItsGroupOfPictures() {
        Counting source = new Counting(atTheBeginning);
        try (Video video = Video.open(source)) {
            FrameIndex index = video.index();
            // Who decodes looks at the first pictures, once.
            assertThat(Decoded.of(video, Selection.indices(0))).hasSize(1);
            long before = source.bytes;
            assertThat(Decoded.of(video, Selection.indices(1030))).hasSize(1);
            int from = index.packetOfFrame(index.keyFrameAtOrBefore(1030));
            int to = index.packetOfFrame(1030);
            assertThat(source.bytes - before).isLessThanOrEqualTo(packetBytes(index, IntStream.rangeClosed(from, to)));
            assertThat(source.unexpected).isZero();
        }
    }

    @Test
    void aFrameOfH264InAnMp4NeedsItsGroupOfPicturesAndTheBeginningOfTheStream() {
        Path file = TestVideos.make(
                folder.resolve("h264.mp4"),
                Spec.H264.withSize(640, 480).withFrames(100).withGop(20, 0).withMuxerOption("movflags", "faststart"));
        Counting source = new Counting(file);
        try (Video video = Video.open(source)) {
            FrameIndex index = video.index();
            long before = source.bytes;
            assertThat(Decoded.of(video, Selection.indices(70))).hasSize(1);
            int from = index.packetOfFrame(index.keyFrameAtOrBefore(70));
            long wanted = packetBytes(index, IntStream.rangeClosed(from, index.packetOfFrame(70)));
            long first = packetBytes(index, IntStream.of(0));
            assertThat(source.bytes - before).isBetween(wanted, wanted + Math.min(first, 4096));
            assertThat(source.unexpected).isZero();
        }
    }

    @Test
    void keyFramesOfALongMatroskaFileAreFoundByItsCues() {
        Counting source = new Counting(matroska);
        try (Video video = Video.open(source)) {
            FrameIndex index = video.index();
            long before = source.bytes;
            int[] keys = video.select(KEY_FRAMES);
            assertThat(Decoded.of(video, Selection.indices(keys))).hasSize(keys.length);
            long wanted = packetBytes(index, IntStream.of(keys).map(index::packetOfFrame));
            // At each place the beginning of a cluster, too.
            assertThat(source.bytes - before).isLessThan(wanted * 3 / 2);
        }
    }

    @Test
    void unwantedPicturesThatAreDecodedByThemselvesAreNotReadWhereTheyAreManyBytes() {
        Path file = TestVideos.make(
                folder.resolve("intra.mov"),
                Spec.H264.withEncoder("mjpeg", "yuvj420p").withSize(640, 480).withFrames(100));
        Counting source = new Counting(file);
        try (Video video = Video.open(source)) {
            FrameIndex index = video.index();
            long all = packetBytes(index, IntStream.range(0, index.packets().count()));
            int[] wanted = {3, 50, 51, 97};
            assertThat(Decoded.of(video, Selection.indices(wanted)).keySet()).containsExactly(3, 50, 51, 97);
            long needed = packetBytes(index, IntStream.of(wanted));
            assertThat(source.bytes).isLessThan(needed + all / 10);
            assertThat(video.statistics().framesDecoded()).isEqualTo(4);
            assertThat(video.statistics().framesSkipped()).isEqualTo(97 - 3 + 1 - 4);
        }
    }

    @Test
    void whatReadingCostIsTheSameWithoutTheSourcesHelp() {
        Map<Integer, Decoded.Picture> silent;
        try (Video video = Video.open(atTheEnd)) {
            silent = Decoded.of(video, KEY_FRAMES);
        }
        try (Video video = Video.open(new Counting(atTheBeginning))) {
            assertThat(Decoded.of(video, KEY_FRAMES)).isEqualTo(silent);
        }
    }
}
