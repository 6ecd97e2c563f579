package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code exact} against the formula in double precision. */
class ExactColourTest {
    private static final int[] MATRICES = {1, 4, 5, 6, 7, 9};
    private static final int[] RANGES = {AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG};

    static Stream<String> formats() {
        return Stream.of(
                "yuv420p",
                "yuv422p",
                "yuv444p",
                "yuv420p10le",
                "yuv422p10le",
                "yuv444p10le",
                "yuv420p12le",
                "yuv444p12le",
                "yuv440p",
                "yuv411p",
                "yuv410p",
                "yuva420p",
                "yuva444p10le",
                "nv12",
                "nv21",
                "nv16",
                "nv24",
                "p010le",
                "p016le",
                "p210le",
                "yuyv422",
                "uyvy422",
                "y210le",
                "yuv420p10be",
                "yuv422p16le",
                "xv36le");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPixelIsWithinOneOfTheFormula(String format) {
        for (int matrix : MATRICES) {
            for (int range : RANGES) {
                for (int location : new int[] {AVCHROMA_LOC_LEFT, AVCHROMA_LOC_CENTER}) {
                    check(format, 48, 32, matrix, range, location, TestFrame.noise(matrix), 0.51, 48, 32);
                }
            }
            check(format, 48, 32, matrix, AVCOL_RANGE_MPEG, AVCHROMA_LOC_LEFT, TestFrame.GRADIENT, 0.51, 48, 32);
        }
    }

    @ParameterizedTest
    @CsvSource({"321,241", "161,121", "1,1", "2,2", "3,1", "1,5", "47,32", "48,31"})
    void oddSizesAreExactToo(int width, int height) {
        for (String format :
                new String[] {"yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "nv12", "p010le", "yuva420p"}) {
            check(
                    format,
                    width,
                    height,
                    1,
                    AVCOL_RANGE_MPEG,
                    AVCHROMA_LOC_LEFT,
                    TestFrame.noise(3),
                    0.51,
                    width,
                    height);
        }
    }

    @ParameterizedTest
    @CsvSource({"64,48,32,24", "64,48,96,72", "64,48,21,13", "64,48,100,17", "320,240,33,31"})
    void aResizeIsATriangleFilterOnEveryPlane(int width, int height, int toWidth, int toHeight) {
        for (String format : new String[] {"yuv420p", "yuv422p", "yuv444p", "nv12"}) {
            for (int location : new int[] {AVCHROMA_LOC_LEFT, AVCHROMA_LOC_CENTER}) {
                for (int range : RANGES) {
                    check(format, width, height, 6, range, location, TestFrame.noise(2), 0.52, toWidth, toHeight);
                    check(format, width, height, 6, range, location, TestFrame.GRADIENT, 0.52, toWidth, toHeight);
                }
            }
        }
        // When shrinking, samples of 10 bits are rounded to 10 bits once more.
        check("yuv420p10le", width, height, 9, AVCOL_RANGE_MPEG, 1, TestFrame.noise(4), 1.2, toWidth, toHeight);
    }

    @ParameterizedTest
    @CsvSource({"65,49,40,30", "65,48,99,100", "64,49,32,24"})
    void aPictureOfOddSizeIsResizedAsRgb(int width, int height, int toWidth, int toHeight) {
        for (String format : new String[] {"yuv420p", "p010le"}) {
            try (TestFrame frame = new TestFrame(format, width, height)
                    .fill(TestFrame.noise(8))
                    .tags(1, AVCOL_RANGE_MPEG, AVCHROMA_LOC_LEFT)) {
                Output output = Output.RGB.withSize(toWidth, toHeight, ResizeMode.STRETCH);
                double[][][] reference = Reference.rgbThenResized(frame, 1, false, true, toWidth, toHeight);
                assertThat(Pixels.of(output, frame).distance(reference))
                        .as(format)
                        .isLessThan(0.52);
            }
        }
    }

    private static void check(
            String format,
            int width,
            int height,
            int matrix,
            int range,
            int location,
            TestFrame.Content content,
            double tolerance,
            int toWidth,
            int toHeight) {
        try (TestFrame frame =
                new TestFrame(format, width, height).fill(content).tags(matrix, range, location)) {
            Output output = Output.RGB.withSize(toWidth, toHeight, ResizeMode.STRETCH);
            double[][][] reference = Reference.rgb(
                    frame, matrix, range == AVCOL_RANGE_JPEG, location == AVCHROMA_LOC_LEFT, toWidth, toHeight);
            String what = format + " " + width + "x" + height + " matrix " + matrix + " range " + range + " chroma "
                    + location;
            assertThat(Pixels.of(output, frame).distance(reference)).as(what).isLessThan(tolerance);
            Output deep = output.withBitDepth(16);
            assertThat(Pixels.of(deep, frame).distance(reference))
                    .as(what + " deep")
                    .isLessThan(257 * tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p", "yuv420p10le", "yuv444p12le", "p010le"})
    void sixteenBitsAreFarFinerThanEight(String format) {
        try (TestFrame frame =
                new TestFrame(format, 64, 48).fill(TestFrame.noise(5)).tags(9, AVCOL_RANGE_MPEG, AVCHROMA_LOC_LEFT)) {
            double[][][] reference = Reference.rgb(frame, 9, false, true, 64, 48);
            assertThat(Pixels.of(Output.RGB.withBitDepth(16), frame).distance(reference))
                    .isLessThan(4);
        }
    }

    @Test
    void withoutTagsTheHeightChoosesTheMatrixAndTheRangeIsLimited() {
        for (int height : new int[] {718, 720}) {
            try (TestFrame frame = new TestFrame("yuv420p", 16, height)
                    .fill(TestFrame.SMOOTH)
                    .tags(2, AVCOL_RANGE_UNSPECIFIED, AVCHROMA_LOC_UNSPECIFIED)) {
                double[][][] reference = Reference.rgb(frame, height < 720 ? 6 : 1, false, true, 16, height);
                assertThat(Pixels.of(Output.RGB, frame).distance(reference)).isLessThan(0.51);
            }
        }
    }

    @Test
    void theJpegFormatsAreFullRangeUnlessTheyAreTagged() {
        try (TestFrame frame =
                new TestFrame("yuvj420p", 32, 32).fill(TestFrame.SMOOTH).tags(6, 0, AVCHROMA_LOC_CENTER)) {
            assertThat(Pixels.of(Output.RGB, frame).distance(Reference.rgb(frame, 6, true, false, 32, 32)))
                    .isLessThan(0.51);
        }
    }

    @ParameterizedTest
    @CsvSource({"10,9", "14,9", "11,9", "3,6", "0,6", "12,6"})
    void whatIsNoPlainMatrixBecomesTheNearestOne(int tagged, int used) {
        try (TestFrame frame = new TestFrame("yuv420p", 32, 32)
                .fill(TestFrame.noise(1))
                .tags(tagged, AVCOL_RANGE_MPEG, AVCHROMA_LOC_LEFT)) {
            assertThat(Pixels.of(Output.RGB, frame).distance(Reference.rgb(frame, used, false, true, 32, 32)))
                    .isLessThan(0.51);
        }
    }

    @Test
    void transferAndPrimariesChangeNothing() {
        try (TestFrame frame = new TestFrame("yuv420p10le", 32, 32)
                .fill(TestFrame.noise(1))
                .tags(9, AVCOL_RANGE_MPEG, AVCHROMA_LOC_LEFT)) {
            Pixels plain = Pixels.of(Output.RGB, frame);
            Pixels fast = Pixels.of(Output.RGB.withConversion(Conversion.FAST), frame);
            frame.frame.color_primaries(9).color_trc(16);
            assertThat(Pixels.of(Output.RGB, frame)).usingRecursiveComparison().isEqualTo(plain);
            assertThat(Pixels.of(Output.RGB.withConversion(Conversion.FAST), frame))
                    .usingRecursiveComparison()
                    .isEqualTo(fast);
        }
    }
}
