package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An MP4 file that lists no key frames calls every frame one (ISO/IEC 14496-12, 8.6.2). Where that is not true, as when the list is
 * lost, decoders of old codecs make up what the first picture is predicted from, and do not tell.
 */
class FalseKeyFramesTest {
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    @Test
    void aFrameThatIsFalselyCalledAKeyFrameHasItsOwnPixels() throws IOException {
        Path sound = TestVideos.make(
                folder.resolve("sound.mp4"), Spec.MPEG4.withFrames(FRAMES).withGop(12, 0));
        Map<Integer, Picture> right = decoded(Files.readAllBytes(sound), Selection.all());
        byte[] unlisted = withoutList(Files.readAllBytes(sound));
        Selection everyThird = new Selection.Slice(0, null, 3);
        assertThat(decoded(unlisted, everyThird)).hasSize(FRAMES / 3).allSatisfy((frame, picture) -> assertThat(picture)
                .isEqualTo(right.get(frame)));
        assertThat(decoded(unlisted, Selection.indices(11, 58)))
                .hasSize(2)
                .allSatisfy((frame, picture) -> assertThat(picture).isEqualTo(right.get(frame)));
    }

    /** The list of key frames becomes a box that is free. */
    private static byte[] withoutList(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("stss");
        assertThat(at).isPositive();
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, file, at, 4);
        return file;
    }

    private static Map<Integer, Picture> decoded(byte[] file, Selection selection) {
        try (Video video = Video.open(ByteSource.of("v.mp4", file))) {
            return Decoded.of(video, selection);
        }
    }
}
