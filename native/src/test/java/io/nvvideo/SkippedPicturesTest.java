package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.demux.Demuxer;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.DecodePlan.Skip;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Leaving out every picture that is called disposable changes no other; and there are as many of them as there should be. */
class SkippedPicturesTest {
    /** Decoding everything twice has to end some time: so many pixels of a stream are enough. */
    private static final long MAX_PIXELS = 80_000_000;

    @TempDir
    Path folder;

    /** What of a stream need not be decoded. */
    record Share(String codec, int frames, int disposable, boolean intraOnly) {
        int percent() {
            return frames == 0 ? 0 : 100 * disposable / frames;
        }
    }

    /** The frames of the best stream whose packets are all disposable. */
    private static BitSet disposable(Path file, FrameIndex index, int stream) {
        BitSet frames = new BitSet();
        try (PacketCursor cursor = new PacketCursor(
                Demuxer.open(ByteSource.of(file), () -> false),
                () -> Demuxer.open(ByteSource.of(file), () -> false),
                stream,
                index)) {
            ReferenceReader references;
            try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
                references = new ReferenceReader(demuxer.stream(stream).codecpar());
            }
            while (cursor.next() < index.packets().count()) {
                int number = cursor.next();
                AVPacket packet = cursor.read();
                if (packet == null) {
                    break;
                }
                int frame = index.frameOfPacket(number);
                boolean whole = frame >= 0 && index.packetOfFrame(frame) == index.lastPacketOfFrame(frame);
                if (references.isDisposable(packet) && whole) {
                    frames.set(frame);
                }
            }
        }
        return frames;
    }

    /** How many disposable frames lie between those that are needed. */
    private static long skippable(FrameIndex index, int[] needed, BitSet disposable) {
        return Planner.plan(index, needed, Skip.DISPOSABLE).runs().stream()
                .mapToLong(run -> disposable.stream()
                        .map(index::packetOfFrame)
                        .filter(packet -> run.firstPacket() <= packet && packet <= run.lastPacket())
                        .count())
                .sum();
    }

    /** Compares all that is needed with a complete decode; null if there is nothing to compare. */
    private static Share check(Path file) {
        try (Video video = Video.open(file)) {
            FrameIndex index = video.index();
            int stream = video.stream().index();
            BitSet disposable = disposable(file, index, stream);
            int count = index.frameCount();
            boolean intra;
            try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
                intra = new ReferenceReader(demuxer.stream(stream).codecpar()).isIntraOnly();
            }
            long pixels = (long) video.stream().width() * video.stream().height();
            if (!disposable.isEmpty() && pixels * count <= MAX_PIXELS) {
                Map<Integer, Decoded.Picture> complete = Decoded.of(video, Selection.all());
                long before = video.statistics().framesSkipped();
                assertThat(before).isZero();
                int[] needed = IntStream.range(0, count)
                        .filter(n -> !disposable.get(n))
                        .toArray();
                Map<Integer, Decoded.Picture> partial = Decoded.of(video, Selection.indices(needed));
                // What a decoder makes up for damage depends on what it has seen before.
                boolean damaged = complete.values().removeIf(Decoded.Picture::corrupt);
                partial.values().removeIf(Decoded.Picture::corrupt);
                complete.keySet().removeIf(disposable::get);
                assertThat(partial).isEqualTo(complete);
                if (!damaged) {
                    assertThat(video.statistics().framesSkipped()).isEqualTo(skippable(index, needed, disposable));
                }
            }
            return new Share(video.stream().codec(), count, disposable.cardinality(), intra);
        }
    }

    @TestFactory
    Stream<DynamicTest> ofRealStreamsEveryOtherPictureStaysTheSame() throws IOException {
        Corpus.requireCorpus();
        Map<String, Share> shares = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Corpus.folder().resolve("videos"))) {
            all.filter(file -> !file.getFileName().toString().startsWith("bad_"))
                    .sorted()
                    .forEach(files::add);
        }
        return Stream.concat(
                files.stream()
                        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                            try {
                                shares.put(file.getFileName().toString(), check(file));
                            } catch (VideoException e) {
                                // No video, encrypted, no decoder: not what this is about.
                                assertThat(e.code())
                                        .isNotIn(VideoException.Code.INVALID_ARGUMENT, VideoException.Code.IO);
                            }
                        })),
                Stream.of(DynamicTest.dynamicTest("the share of pictures that need not be decoded", () -> {
                    List<String> report = new ArrayList<>(List.of("file\tcodec\tframes\tdisposable\tpercent"));
                    shares.forEach((name, share) -> report.add(name + "\t" + share.codec() + "\t" + share.frames()
                            + "\t" + (share.intraOnly() ? "all\t100" : share.disposable() + "\t" + share.percent())));
                    Files.write(Path.of("target", "skipped-pictures.tsv"), report);
                    assertThat(shares.get("h264_bpyramid_3b.mp4").percent()).isGreaterThan(40);
                    assertThat(shares.get("hevc_main_bframes_480p.mp4").percent())
                            .isGreaterThan(30);
                    assertThat(shares.get("gen_mpeg2_480i_tff.ts").percent()).isGreaterThan(50);
                })));
    }

    @Test
    void ofMadeStreamsEveryOtherPictureStaysTheSame() {
        Spec b = Spec.MPEG4;
        assertThat(check(TestVideos.make(folder.resolve("mpeg4.mp4"), b)).percent())
                .isGreaterThan(50);
        assertThat(check(TestVideos.make(folder.resolve("mpeg4.avi"), b)).codec())
                .isEqualTo("mpeg4");
        assertThat(check(TestVideos.make(folder.resolve("mpeg2.ts"), b.withEncoder("mpeg2video", "yuv420p")))
                        .percent())
                .isGreaterThan(50);
        assertThat(check(TestVideos.make(folder.resolve("mpeg1.mkv"), b.withEncoder("mpeg1video", "yuv420p")))
                        .percent())
                .isGreaterThan(50);
        // What VP9 leaves behind is more than pictures.
        assertThat(check(TestVideos.make(folder.resolve("vp9.webm"), Spec.H264.withEncoder("libvpx-vp9", "yuv420p")))
                        .disposable())
                .isZero();
        assertThat(check(TestVideos.make(
                                folder.resolve("av1.mkv"),
                                Spec.H264
                                        .withEncoder("libsvtav1", "yuv420p")
                                        .withFrames(48)
                                        .withGop(48, 0)))
                        .percent())
                .isGreaterThan(15);
        assertThat(check(TestVideos.make(folder.resolve("mjpeg.avi"), Spec.H264.withEncoder("mjpeg", "yuvj420p")))
                        .intraOnly())
                .isTrue();
    }
}
