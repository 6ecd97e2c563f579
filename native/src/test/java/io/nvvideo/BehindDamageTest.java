package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.select.Selection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound key frame is right whatever was damaged before it: what a decoder keeps of damage is not carried over. */
class BehindDamageTest {
    private static final int GOP = 10;
    private static final int NOISES = 24;
    /** Frames before the first key frame, where there are some. */
    private static final int LATE = 6;
    /** Of a frame in Matroska. */
    private static final long TICKS = 40;

    @TempDir
    Path folder;

    private Path sound;
    private Map<Long, Integer> right;

    @BeforeEach
    void makeVideo() {
        sound = TestVideos.make(folder.resolve("sound.mp4"), Spec.H264.withFrames(40));
        right = pixels(sound, Selection.all());
        assertThat(right).hasSize(40);
    }

    @Test
    void aKeyFrameThatIsReadBehindADamagedOneIsRight() throws IOException {
        for (int noise = 0; noise < NOISES; noise++) {
            Path damaged = damage(GOP, noise);
            assertThat(pixels(damaged, Selection.indices(GOP, 2 * GOP, 3 * GOP)))
                    .as("noise %d", noise)
                    .containsEntry(20L, right.get(20L))
                    .containsEntry(30L, right.get(30L));
        }
    }

    @Test
    void aKeyFrameBehindADamagedFrameIsRight() throws IOException {
        for (int noise = 0; noise < NOISES; noise++) {
            Path damaged = damage(2 * GOP - 1, noise);
            Map<Long, Integer> read = pixels(damaged, Selection.all());
            for (long frame = 2 * GOP; frame < 40; frame++) {
                assertThat(read).as("noise %d", noise).containsEntry(frame, right.get(frame));
            }
        }
    }

    /** Such frames are not given, so that no decoder says whether they are damaged; what it keeps of them is not carried over either. */
    @Test
    void aKeyFrameBehindDamagedFramesThatHaveNoneIsRight() throws IOException {
        sound = lateKeyFrame();
        for (int noise = 0; noise < NOISES; noise++) {
            Map<Long, Integer> read = pixels(damage(LATE - 1, noise), Selection.all());
            for (long frame = 0; frame < 40; frame++) {
                assertThat(read).as("noise %d", noise).containsEntry(LATE + frame, right.get(frame));
            }
        }
    }

    /** All of the sound file behind its parameter sets and a few frames whose key frame is not there. */
    private Path lateKeyFrame() throws IOException {
        Path raw = TestVideos.make(folder.resolve("raw.h264"), Spec.H264.withFrames(40));
        byte[] bytes = Files.readAllBytes(raw);
        int parameters = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0\1\u0065");
        try (Video video = Video.open(raw)) {
            PacketTable packets = video.index().packets();
            int from = (int) packets.position(GOP + 1);
            int length = (int) packets.position(GOP + 1 + LATE) - from;
            ByteBuffer late = ByteBuffer.allocate(parameters + length + bytes.length);
            late.put(bytes, 0, parameters).put(bytes, from, length).put(bytes);
            return Files.write(folder.resolve("late.h264"), late.array());
        }
    }

    /** Nothing else would tell of it: decoders call the damaged frame corrupt, but not those that are predicted from it. */
    @Test
    void whatIsPredictedFromDamageIsCalledCorruptWhetherOrNotTheDamageIsAskedFor() throws IOException {
        int called = 0;
        for (int noise = 0; noise < NOISES; noise++) {
            Path damaged = damage(GOP + 3, noise);
            Map<Integer, Picture> all = decoded(damaged, Selection.all());
            Picture itself = all.get(GOP + 3);
            if (itself == null || itself.corrupt()) {
                called++;
                all.putAll(decoded(damaged, Selection.indices(GOP + 5, 2 * GOP - 1, 2 * GOP)));
                for (int frame = GOP + 4; frame < 2 * GOP; frame++) {
                    assertThat(all.get(frame))
                            .satisfiesAnyOf(none -> assertThat(none).isNull(), picture -> assertThat(picture.corrupt())
                                    .isTrue());
                }
                assertThat(all.get(2 * GOP).corrupt()).isFalse();
            }
        }
        assertThat(called).isGreaterThan(NOISES / 3);
    }

    /** FFmpeg gives a gray picture of no type in place of the one that is missing, as if it were the one that refers to it. */
    @ParameterizedTest
    @ValueSource(strings = {"mpeg4", "mpeg2video"})
    void aPictureThatRefersToOneThatIsMissingIsGivenItselfAndInItsTurn(String encoder) throws IOException {
        Spec spec = Spec.MPEG4.withEncoder(encoder, "yuv420p").withFrames(40);
        Path file = TestVideos.make(folder.resolve(encoder + ".mp4"), spec);
        byte[] bytes = Files.readAllBytes(file);
        int key;
        try (Video video = Video.open(file)) {
            FrameIndex index = video.index();
            key = index.keyFrameAtOrBefore(25);
            assertThat(key).isPositive();
            int packet = index.packetOfFrame(key);
            int at = (int) index.packets().position(packet);
            Arrays.fill(bytes, at, at + index.packets().size(packet), (byte) 0);
        }
        Files.write(file, bytes);
        List<String> all = types(file, Selection.all());
        assertThat(types(file, Selection.indices(IntStream.range(key + 1, 40).toArray())))
                .isEqualTo(all.stream()
                        .dropWhile(type -> !type.startsWith(key + 1 + " "))
                        .toList())
                .isNotEmpty();
    }

    private static List<String> types(Path file, Selection selection) {
        List<String> types = new ArrayList<>();
        try (Video video = Video.open(file);
                FrameReader reader = video.frames(selection, Output.RGB)) {
            while (true) {
                try {
                    if (!reader.next()) {
                        return types;
                    }
                    types.add(reader.info().index() + " " + reader.info().pictureType());
                } catch (VideoException e) {
                    assertThat(e.code()).isEqualTo(VideoException.Code.CORRUPT);
                }
            }
        }
    }

    @Test
    void soItIsInAFeed() throws IOException {
        sound = TestVideos.make(folder.resolve("sound.mkv"), Spec.H264.withFrames(40));
        Map<Long, Picture> right = fed(Files.readAllBytes(sound));
        int called = 0;
        for (int noise = 0; noise < NOISES; noise++) {
            Map<Long, Picture> all = fed(Files.readAllBytes(damage(GOP + 3, noise)));
            Picture itself = all.get(TICKS * (GOP + 3));
            if (itself == null || itself.corrupt()) {
                called++;
                for (int frame = 0; frame < 40; frame++) {
                    boolean behind = frame >= GOP + 3 && frame < 2 * GOP;
                    Picture picture = all.get(TICKS * frame);
                    if (picture != null || !behind) {
                        assertThat(picture.corrupt())
                                .as("noise %d, frame %d", noise, frame)
                                .isEqualTo(behind);
                    }
                    if (frame < GOP + 3) {
                        assertThat(picture).isEqualTo(right.get(TICKS * frame));
                    }
                }
            }
        }
        assertThat(called).isGreaterThan(NOISES / 3);
    }

    /** By time: what does not come in a feed has no number. */
    private static Map<Long, Picture> fed(byte[] file) {
        Map<Long, Picture> pictures = new TreeMap<>();
        try (Video video = Video.open(ByteSource.of("feed.mkv", new ByteArrayInputStream(file)))) {
            Decoded.of(video, Selection.all()).values().forEach(picture -> pictures.put(picture.pts(), picture));
        }
        return pictures;
    }

    private static Map<Integer, Picture> decoded(Path file, Selection selection) {
        try (Video video = Video.open(file)) {
            return Decoded.of(video, selection);
        }
    }

    /** The file with noise in the middle of a frame's packet. */
    private Path damage(int frame, int noise) throws IOException {
        return Files.write(folder.resolve("damaged.mp4"), Noise.in(sound, frame, noise));
    }

    private static Map<Long, Integer> pixels(Path file, Selection selection) {
        Map<Long, Integer> pixels = new TreeMap<>();
        try (Video video = Video.open(file);
                FrameReader frames = video.frames(selection, Output.RGB)) {
            boolean more = true;
            while (more) {
                try {
                    more = frames.next();
                    if (more) {
                        byte[] bytes = new byte[(int) frames.image().shape().byteSize()];
                        frames.image().copyTo(ByteBuffer.wrap(bytes));
                        pixels.put(frames.info().index(), Arrays.hashCode(bytes));
                    }
                } catch (VideoException e) {
                    assertThat(e.code()).isEqualTo(VideoException.Code.CORRUPT);
                }
            }
        }
        return pixels;
    }
}
