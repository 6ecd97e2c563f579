package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that starts in the middle, gives its key frame and then fails, because what the others need was said before: their
 * pictures refer to a parameter set of H.264 that came only once.
 */
class StartDoubtTest {
    private static final int GOP = 10;
    private static final int SLICE = 1;
    private static final int KEY_SLICE = 5;
    private static final int PICTURE_PARAMETERS = 8;

    @TempDir
    Path folder;

    private Path plain;

    @BeforeEach
    void makeVideo() {
        plain = TestVideos.make(folder.resolve("plain.h264"), Spec.H264.withFrames(60));
    }

    @Test
    void whatWasSaidOneKeyFrameBeforeIsFoundByGoingBack() throws IOException {
        Path once = withParametersOnceBefore(GOP + 1);
        assertThat(hashes(once, frames(2 * GOP))).isEqualTo(hashes(plain, frames(2 * GOP)));
    }

    @Test
    void andWhatWasSaidThreeKeyFramesBefore() throws IOException {
        Path once = withParametersOnceBefore(1);
        assertThat(hashes(once, frames(3 * GOP))).isEqualTo(hashes(plain, frames(3 * GOP)));
    }

    @Test
    void furtherBackIsNotLookedForButTold() throws IOException {
        Path once = withParametersOnceBefore(1);
        assertThatThrownBy(() -> hashes(once, frames(5 * GOP)))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("Cannot decode frame 51 ");
        assertThat(hashes(once, IntStream.range(0, 60).toArray()))
                .as("read from the beginning")
                .isEqualTo(hashes(plain, IntStream.range(0, 60).toArray()));
    }

    private static int[] frames(int key) {
        return IntStream.range(key, key + GOP).toArray();
    }

    private static List<Integer> hashes(Path file, int[] frames) {
        try (Video video = Video.open(file)) {
            return video.list(Selection.indices(frames), Output.RGB).stream()
                    .map(frame -> Arrays.hashCode(frame.data()))
                    .toList();
        }
    }

    /**
     * The video with a second set of picture parameters, the same as the first, in front of one frame; the frames from there on
     * that are no key frames refer to it.
     */
    private Path withParametersOnceBefore(int first) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int frame = -1;
        byte[] parameters = null;
        for (byte[] unit : units(Files.readAllBytes(plain))) {
            int type = unit[0] & 0x1f;
            if (type == PICTURE_PARAMETERS) {
                parameters = unit;
            }
            boolean begins = (type == SLICE || type == KEY_SLICE) && (unit[1] & 0x80) != 0; // first macroblock 0
            frame += begins ? 1 : 0;
            if (begins && frame == first) {
                write(out, withIdentity1(parameters, 0));
            }
            write(out, type == SLICE && frame >= first ? withIdentity1(unit, 2) : unit);
        }
        return Files.write(folder.resolve("once.h264"), out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, byte[] unit) {
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.writeBytes(unit);
    }

    /** NAL units of an Annex B stream, without start codes. */
    private static List<byte[]> units(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (begin >= 0) {
                    units.add(Arrays.copyOfRange(stream, begin, stream[i - 1] == 0 ? i - 1 : i));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(stream, begin, stream.length));
        return units;
    }

    /** The unit with 1 instead of 0 for the parameter set: the Exp-Golomb code behind so many others (7.3.2.2, 7.3.3). */
    private static byte[] withIdentity1(byte[] unit, int codesBefore) {
        StringBuilder bits = new StringBuilder();
        for (int i = 1, zeros = 0; i < unit.length; i++) {
            boolean escape = zeros >= 2 && unit[i] == 3;
            zeros = unit[i] == 0 ? zeros + 1 : 0;
            if (!escape) {
                bits.append(Integer.toBinaryString(unit[i] & 0xff | 0x100).substring(1));
            }
        }
        int at = 0;
        for (int i = 0; i < codesBefore; i++) {
            int zeros = bits.indexOf("1", at) - at;
            at += 2 * zeros + 1;
        }
        assertThat(bits.charAt(at)).as("0 as an Exp-Golomb code").isEqualTo('1');
        bits.replace(at, at + 1, "010");
        bits.setLength(bits.lastIndexOf("1") + 1);
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(unit[0]);
        int zeros = 0;
        for (int i = 0; i < bits.length(); i += 8) {
            int value = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros >= 2 && value <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
