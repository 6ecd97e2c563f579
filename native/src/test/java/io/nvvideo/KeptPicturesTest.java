package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.select.DecodePlan.Skip;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Of HEVC, pictures that no wanted one keeps are left out, whatever their NAL unit types claim, and no other picture changes. */
class KeptPicturesTest {
    private static final long MAX_PIXELS = 40_000_000;
    /** Length-prefixed NAL units, or the byte stream as it is. */
    private static final Pattern RENAMABLE = Pattern.compile("\\.(mp4|hevc|h265|265)$");

    private static final int SINGLE_FRAMES = 10;
    private static final int LAST_SUB_LAYER_TYPE = 15;

    @TempDir
    Path folder;

    /** Random selections, the same for each stream of as many frames: single frames, as those leave out most, and sets. */
    private static List<int[]> selections(int frames) {
        Random random = new Random(7);
        List<int[]> selections = new ArrayList<>();
        for (int i = 0; i < SINGLE_FRAMES; i++) {
            selections.add(new int[] {random.nextInt(frames)});
        }
        for (int i = 0; i < 6; i++) {
            selections.add(random.ints(1 + random.nextInt(frames), 0, frames)
                    .sorted()
                    .distinct()
                    .toArray());
        }
        return selections;
    }

    /** Compares selections with all frames decoded; how many pictures were left out for each. */
    private static List<Long> check(Path file, Map<Integer, Decoded.Picture> all) {
        List<Long> skipped = new ArrayList<>();
        try (Video video = Video.open(file)) {
            for (int[] selection : selections(video.index().frameCount())) {
                long before = video.statistics().framesSkipped();
                Map<Integer, Decoded.Picture> expected = new TreeMap<>(all);
                expected.keySet().removeIf(frame -> IntStream.of(selection).noneMatch(chosen -> chosen == frame));
                assertThat(Decoded.of(video, Selection.indices(selection)))
                        .as("frames %s", selection)
                        .isEqualTo(expected);
                skipped.add(video.statistics().framesSkipped() - before);
            }
        }
        return skipped;
    }

    private static Map<Integer, Decoded.Picture> all(Path file) {
        try (Video video = Video.open(file)) {
            return Decoded.of(video, Selection.all());
        }
    }

    private static boolean isSmallHevc(Path file) {
        try (Video video = Video.open(file)) {
            boolean hevc = video.stream().codec().equals("hevc");
            return hevc
                    && (long) video.stream().width()
                                    * video.stream().height()
                                    * video.index().frameCount()
                            <= MAX_PIXELS;
        } catch (VideoException e) {
            // No video, damaged or encrypted: not what this is about.
            return false;
        }
    }

    private static List<Path> hevcVideos() throws IOException {
        Corpus.requireCorpus();
        try (Stream<Path> files = Files.list(Corpus.folder().resolve("videos"))) {
            return files.filter(file -> file.getFileName().toString().contains("hevc"))
                    .filter(file -> !file.getFileName().toString().startsWith("bad_"))
                    .filter(KeptPicturesTest::isSmallHevc)
                    .sorted()
                    .toList();
        }
    }

    /** The same video, every non-reference picture of which has the type of a reference picture; how many slices they had. */
    private static int callAllReferences(Path file, Path target) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int renamed = file.toString().endsWith(".mp4") ? renameByLengths(file, bytes) : renameByStartCodes(bytes);
        Files.write(target, bytes.array());
        return renamed;
    }

    private static int renameByLengths(Path file, ByteBuffer bytes) {
        int renamed = 0;
        try (Video video = Video.open(file)) {
            PacketTable packets = video.index().packets();
            for (int packet = 0; packet < packets.count(); packet++) {
                int end = (int) packets.position(packet) + packets.size(packet);
                for (int at = (int) packets.position(packet); at < end; at += 4 + bytes.getInt(at)) {
                    renamed += rename(bytes, at + 4);
                }
            }
        }
        return renamed;
    }

    private static int renameByStartCodes(ByteBuffer bytes) {
        int renamed = 0;
        for (int at = 0; at + 3 < bytes.limit(); at++) {
            if (bytes.get(at) == 0 && bytes.get(at + 1) == 0 && bytes.get(at + 2) == 1) {
                renamed += rename(bytes, at + 3);
            }
        }
        return renamed;
    }

    private static int rename(ByteBuffer bytes, int unit) {
        int type = bytes.get(unit) >> 1 & 0x3f;
        boolean nonReference = type < LAST_SUB_LAYER_TYPE && type % 2 == 0;
        bytes.put(unit, (byte) (bytes.get(unit) | (nonReference ? 2 : 0)));
        return nonReference ? 1 : 0;
    }

    @TestFactory
    Stream<DynamicTest> ofRealStreamsEveryWantedPictureStaysTheSame() throws IOException {
        Map<String, String> shares = new TreeMap<>();
        return Stream.concat(
                hevcVideos().stream()
                        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                            List<Long> skipped = check(file, all(file));
                            long sum = skipped.stream()
                                    .limit(SINGLE_FRAMES)
                                    .mapToLong(each -> each)
                                    .sum();
                            shares.put(file.getFileName().toString(), sum + "\t" + read(file));
                        })),
                Stream.of(DynamicTest.dynamicTest("the share of pictures that single frames do not need", () -> {
                    List<String> report = new ArrayList<>(List.of("file\tleft out\tof those up to the frame"));
                    shares.forEach((name, share) -> report.add(name + "\t" + share));
                    Files.write(Path.of("target", "skipped-pictures-of-single-frames.tsv"), report);
                    assertThat(shares).hasSizeGreaterThan(10);
                })));
    }

    /** Pictures from the key frame of each single frame to the frame, in decode order. */
    private static long read(Path file) {
        try (Video video = Video.open(file)) {
            return selections(video.index().frameCount()).stream()
                    .limit(SINGLE_FRAMES)
                    .mapToLong(frame ->
                            Planner.plan(video.index(), frame, Skip.DISPOSABLE).packetCount())
                    .sum();
        }
    }

    @TestFactory
    Stream<DynamicTest> asMuchIsLeftOutWhereTypesDoNotTell() throws IOException {
        return hevcVideos().stream()
                .filter(file -> RENAMABLE.matcher(file.toString()).find())
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Path renamed = folder.resolve(file.getFileName());
                    int count = callAllReferences(file, renamed);
                    Map<Integer, Decoded.Picture> all = all(file);
                    assertThat(all(renamed)).isEqualTo(all);
                    List<Long> skipped = check(renamed, all);
                    assertThat(skipped).isEqualTo(check(file, all));
                    if (count > 0) {
                        assertThat(skipped).anyMatch(number -> number > 0);
                    }
                }));
    }

    @Test
    void ofAPhonesVideoOnlyTheChainOfPPicturesIsDecoded() {
        // P at 0, 4, 8 and 9, each kept for the next; B pictures at 2 and 6 kept only for those at 1, 3, 5 and 7. All
        // of them
        // have the type of a reference picture.
        try (Video video = Video.open(Corpus.video("hevc_mvhevc_stereo.mp4"))) {
            FrameIndex index = video.index();
            assertThat(index.frameCount()).isEqualTo(10);
            Map<Integer, Decoded.Picture> all = Decoded.of(video, Selection.all());
            Map<Integer, Decoded.Picture> last = Decoded.of(video, Selection.indices(9));
            assertThat(last).containsOnly(Map.entry(9, all.get(9)));
            assertThat(video.statistics().framesSkipped()).isEqualTo(6);
            Decoded.of(video, Selection.indices(5));
            // 0, 4, 8, 6 and 5: nothing behind it is read.
            assertThat(video.statistics().framesSkipped()).isEqualTo(6 + 3);
        }
    }
}
