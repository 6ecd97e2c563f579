package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resized luma against the formula in double precision, where it is darker than black and lighter than white: it is clamped when
 * it has its new size, not before.
 */
class GrayResizeTest {
    private static final int[][] SIZES = {{32, 24}, {96, 72}, {21, 13}, {100, 17}, {64, 24}};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray",
                "ya8",
                "gray10le",
                "gray12le",
                "gray16le",
                "gray16be",
                "yuv420p",
                "yuv444p",
                "nv12",
                "yuv420p10le",
                "yuv444p12le",
                "yuv422p16le",
                "p010le"
            })
    void grayIsClampedAtItsNewSize(String format) {
        for (int range : new int[] {AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG}) {
            for (int[] to : SIZES) {
                check(format, 64, 48, range, to, Output.RGB.withFormat(FrameFormat.GRAY));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "ya8", "gray10le", "gray12le", "gray16le", "gray16be"})
    void coloursOfAGraySourceAreClampedAtTheirNewSize(String format) {
        for (int range : new int[] {AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG}) {
            for (int[] to : SIZES) {
                check(format, 64, 48, range, to, Output.RGB);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "yuv420p", "yuv420p10le"})
    void aPictureOfOddSizeToo(String format) {
        check(format, 65, 49, AVCOL_RANGE_MPEG, new int[] {40, 30}, Output.RGB.withFormat(FrameFormat.GRAY));
        check(format, 65, 49, AVCOL_RANGE_MPEG, new int[] {99, 100}, Output.RGB.withFormat(FrameFormat.GRAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "gray10le"})
    void coloursOfAGrayPictureOfOddSizeToo(String format) {
        for (int[] size : new int[][] {{65, 49}, {22, 18}, {48, 32}, {23, 17}, {1, 1}, {3, 2}}) {
            for (int[] to : new int[][] {{24, 16}, {61, 50}, {13, 21}, {5, 4}, {1, 1}, {200, 300}}) {
                check(format, size[0], size[1], AVCOL_RANGE_MPEG, to, Output.RGB);
                check(format, size[0], size[1], AVCOL_RANGE_MPEG, to, Output.RGB.withFormat(FrameFormat.BGR));
                check(format, size[0], size[1], AVCOL_RANGE_MPEG, to, Output.RGB.withFormat(FrameFormat.GRAY));
            }
        }
    }

    private static void check(String format, int width, int height, int range, int[] to, Output colours) {
        try (TestFrame frame =
                new TestFrame(format, width, height).fill(TestFrame.noise(7)).tags(1, range, AVCHROMA_LOC_LEFT)) {
            Output output = colours.withSize(to[0], to[1], ResizeMode.STRETCH);
            double[][][] reference = Reference.gray(frame, range == AVCOL_RANGE_JPEG, to[0], to[1]);
            String what = format + " " + width + "x" + height + " range " + range + " to " + to[0] + "x" + to[1];
            assertThat(Pixels.of(output, frame).distance(reference))
                    .as(what)
                    .isLessThan(frame.depth(0) == 8 ? 0.52 : 1.2);
            assertThat(Pixels.of(output.withBitDepth(16), frame).distance(reference))
                    .as(what + " deep")
                    .isLessThan(6);
        }
    }
}
