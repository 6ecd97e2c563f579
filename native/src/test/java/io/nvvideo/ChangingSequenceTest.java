package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of MPEG-1 and -2 whose sequences differ in size show every frame of each, as if each were read alone. */
class ChangingSequenceTest {
    private static final int FRAMES = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"mpeg2video,0,1", "mpeg2video,2,1", "mpeg2video,2,3", "mpeg1video,2,1"})
    void noFrameIsLostWhereTheSizeChanges(String encoder, int bFrames, int threads) throws IOException {
        Spec spec =
                Spec.MPEG4.withEncoder(encoder, "yuv420p").withFrames(FRAMES).withGop(FRAMES, bFrames);
        String extension = encoder.equals("mpeg1video") ? ".m1v" : ".m2v";
        byte[] small = Files.readAllBytes(TestVideos.make(folder.resolve("small" + extension), spec));
        byte[] large =
                Files.readAllBytes(TestVideos.make(folder.resolve("large" + extension), spec.withSize(176, 144)));
        areShown(threads, List.of(small, large, small));
    }

    private void areShown(int threads, List<byte[]> parts) throws IOException {
        List<String> right = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            right.addAll(shown(Files.write(folder.resolve("part.m2v"), part), 1));
            joined.writeBytes(part);
        }
        assertThat(right).hasSize(parts.size() * FRAMES);
        assertThat(shown(Files.write(folder.resolve("joined.m2v"), joined.toByteArray()), threads))
                .isEqualTo(right);
    }

    private static List<String> shown(Path file, int threads) {
        VideoOptions options = VideoOptions.DEFAULT.withDevice(Device.CPU).withDecodeThreads(threads);
        try (Video video = Video.open(ByteSource.of(file), options)) {
            return Decoded.of(video, Selection.all()).values().stream()
                    .map(Picture::md5)
                    .toList();
        }
    }
}
