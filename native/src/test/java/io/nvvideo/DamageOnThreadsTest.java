package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a damaged file gives and tells is the same on any number of threads: the same frames, the same failures of the same frames. */
class DamageOnThreadsTest {
    private static final int GOP = 10;
    private static final int NOISES = 20;

    @TempDir
    Path folder;

    @Test
    void oneDamagedGroupOfH264IsTheSameOnAnyNumberOfThreads() throws IOException {
        theSameOnAnyNumberOfThreads(Spec.H264.withFrames(60), "h264.mp4", 3 * GOP + 4);
    }

    @Test
    void andIfItsKeyFrameIsDamaged() throws IOException {
        theSameOnAnyNumberOfThreads(Spec.H264.withFrames(60), "key.mp4", 3 * GOP);
    }

    @Test
    void andIfItsLastFrameIsDamaged() throws IOException {
        theSameOnAnyNumberOfThreads(Spec.H264.withFrames(60), "last.mp4", 4 * GOP - 1);
    }

    @Test
    void andIfItIsTheLastOneOfTheFile() throws IOException {
        theSameOnAnyNumberOfThreads(Spec.H264.withFrames(60), "end.mp4", 6 * GOP - 2);
    }

    @Test
    void oneDamagedGroupOfVp9IsTheSameOnAnyNumberOfThreads() throws IOException {
        theSameOnAnyNumberOfThreads(
                Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withFrames(60), "vp9.webm", 3 * GOP + 4);
    }

    /** Without B pictures: those that are shown before the damaged one come before anybody knows of it. */
    @Test
    void oneDamagedGroupOfMpeg2IsTheSameOnAnyNumberOfThreads() throws IOException {
        theSameOnAnyNumberOfThreads(
                Spec.MPEG4.withEncoder("mpeg2video", "yuv420p").withGop(12, 0).withFrames(60), "mpeg2.mkv", 36);
    }

    /** Shown on several threads before they have found out, if nobody objects at once. */
    @Test
    void aKeyFrameOfH264WithBPicturesThatIsCutOffIsCorruptOnAnyNumberOfThreads() {
        Path file = Corpus.video("gen_truncated_60pct.ts");
        List<String> onOne = rows(file, 1, Selection.all());
        assertThat(onOne).anyMatch(row -> row.startsWith("30 ") && row.contains(" true "));
        for (int threads : new int[] {2, 3, 4}) {
            assertThat(rows(file, threads, Selection.all()))
                    .as("%d threads", threads)
                    .isEqualTo(onOne);
        }
    }

    private void theSameOnAnyNumberOfThreads(Spec spec, String name, int frame) throws IOException {
        Path sound = TestVideos.make(folder.resolve(name), spec);
        List<String> right = rows(sound, 1, Selection.all());
        Set<List<String>> different = new HashSet<>();
        for (int noise = 0; noise < NOISES; noise++) {
            Path damaged = damage(sound, frame, noise);
            for (Selection selection : List.of(Selection.all(), new Selection.Slice(0, null, 3))) {
                List<String> onOne = rows(damaged, 1, selection);
                for (int threads : new int[] {2, 4}) {
                    assertThat(rows(damaged, threads, selection))
                            .as("noise %d on %d threads, %s", noise, threads, selection)
                            .isEqualTo(onOne);
                }
                different.add(onOne);
            }
        }
        different.remove(right);
        assertThat(different).as("noise does damage").hasSizeGreaterThan(NOISES / 2);
    }

    /** The file with noise in the middle of a frame's packet. */
    private Path damage(Path sound, int frame, int noise) throws IOException {
        return Files.write(folder.resolve("damaged-" + sound.getFileName()), Noise.in(sound, frame, noise));
    }

    /** Everything that is given and told, in the order in which it comes. */
    private static List<String> rows(Path file, int threads, Selection selection) {
        List<String> rows = new ArrayList<>();
        VideoOptions options = VideoOptions.DEFAULT.withDecodeThreads(threads);
        try (Video video = Video.open(ByteSource.of(file), options);
                FrameReader frames = video.frames(selection, Output.RGB.withFormat(FrameFormat.NATIVE))) {
            boolean more = true;
            while (more) {
                try {
                    more = frames.next();
                    if (more) {
                        rows.add(row(frames));
                    }
                } catch (VideoException e) {
                    rows.add(e.frame() + " " + e.code() + " " + e.getMessage());
                }
            }
        }
        return rows;
    }

    private static String row(FrameReader frames) {
        FrameInfo info = frames.info();
        byte[] bytes = new byte[(int) frames.image().shape().byteSize()];
        frames.image().copyTo(ByteBuffer.wrap(bytes));
        return info.index() + " " + info.pts() + " " + info.pictureType() + " " + info.corrupt() + " "
                + Arrays.hashCode(bytes);
    }
}
