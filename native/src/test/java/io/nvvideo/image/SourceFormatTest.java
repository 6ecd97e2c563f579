package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that are no YUV: their samples come through unchanged. */
class SourceFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb24",
                "bgr24",
                "rgba",
                "bgra",
                "argb",
                "abgr",
                "0rgb",
                "bgr0",
                "gbrp",
                "gbrap",
                "gbrp10le",
                "gbrp12be",
                "gbrp16le",
                "gbrap12le",
                "rgb48le",
                "bgr48be",
                "rgba64le",
                "x2rgb10le"
            })
    void rgbKeepsItsValuesAndLosesItsAlpha(String format) {
        for (int[] size : new int[][] {{64, 48}, {33, 17}, {1, 1}, {161, 121}}) {
            // Tags that make no sense for RGB are not believed.
            try (TestFrame frame = new TestFrame(format, size[0], size[1])
                    .fill(TestFrame.noise(4))
                    .tags(1, 1, 1)) {
                double most = (1 << frame.depth(0)) - 1;
                for (int depth : new int[] {8, 16}) {
                    Output output = Output.RGB.withBitDepth(depth);
                    Pixels pixels = Pixels.of(output, frame);
                    Pixels bgr = Pixels.of(output.withFormat(FrameFormat.BGR), frame);
                    Pixels planar = Pixels.of(output.withFormat(FrameFormat.RGBP), frame);
                    double step = depth == 8 ? 255 : 65535;
                    // FFmpeg 7 takes these 10 bits through its own YUV; FFmpeg 8 moves them.
                    double tolerance = format.equals("x2rgb10le") ? step / 255 * 1.01 : 0.51;
                    for (int y = 0; y < size[1]; y++) {
                        for (int x = 0; x < size[0]; x++) {
                            for (int c = 0; c < 3; c++) {
                                double expected = frame.get(c, x, y) / most * step;
                                assertThat((double) pixels.at(x, y, c))
                                        .as(format)
                                        .isCloseTo(expected, within(tolerance));
                                assertThat(bgr.at(x, y, 2 - c)).isEqualTo(pixels.at(x, y, c));
                                assertThat(planar.sample((c * size[1] + y) * size[0] + x))
                                        .isEqualTo(pixels.at(x, y, c));
                            }
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray",
                "gray10le",
                "gray12le",
                "gray16le",
                "gray16be",
                "ya8",
                "yuv420p",
                "yuvj422p",
                "yuv420p10le",
                "p010le",
                "nv12"
            })
    void grayIsLumaAtFullRange(String format) {
        for (int[] size : new int[][] {{64, 48}, {33, 17}, {1, 1}}) {
            for (int range = 1; range <= 2; range++) {
                try (TestFrame frame = new TestFrame(format, size[0], size[1])
                        .fill(TestFrame.noise(4))
                        .tags(1, range, 1)) {
                    boolean rgbToo = frame.format.components() < 3;
                    double k = 1 << frame.depth(0) - 8;
                    for (int depth : new int[] {8, 16}) {
                        Pixels gray = Pixels.of(
                                Output.RGB.withFormat(FrameFormat.GRAY).withBitDepth(depth), frame);
                        Pixels rgb = Pixels.of(Output.RGB.withBitDepth(depth), frame);
                        double step = depth == 8 ? 255 : 65535;
                        for (int y = 0; y < size[1]; y++) {
                            for (int x = 0; x < size[0]; x++) {
                                double luma = range == 2
                                        ? frame.get(0, x, y) / (double) ((1 << frame.depth(0)) - 1)
                                        : (frame.get(0, x, y) - 16 * k) / (219 * k);
                                double expected = step * Math.max(0, Math.min(1, luma));
                                double tolerance = depth == 8 ? 0.502 : 1;
                                assertThat((double) gray.at(x, y, 0)).as(format).isCloseTo(expected, within(tolerance));
                                for (int c = 0; rgbToo && c < 3; c++) {
                                    assertThat((double) rgb.at(x, y, c))
                                            .as(format)
                                            .isCloseTo(expected, within(tolerance));
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void grayOfRgbIsItsLumaByTheDefaultMatrix() {
        for (String format : new String[] {"gbrp", "rgb24", "gbrp10le"}) {
            for (int height : new int[] {16, 720}) {
                try (TestFrame frame = new TestFrame(format, 16, height).fill(TestFrame.noise(4))) {
                    double[] w = Reference.weights(height < 720 ? 6 : 1);
                    Pixels gray = Pixels.of(Output.RGB.withFormat(FrameFormat.GRAY), frame);
                    double most = (1 << frame.depth(0)) - 1;
                    for (int x = 0; x < 16; x++) {
                        double luma = (w[0] * frame.get(0, x, 7)
                                        + (1 - w[0] - w[1]) * frame.get(1, x, 7)
                                        + w[1] * frame.get(2, x, 7))
                                / most;
                        assertThat((double) gray.at(x, 7, 0)).isCloseTo(255 * luma, within(0.51));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Conversion.class)
    void aPaletteIsLookedUp(Conversion conversion) {
        try (TestFrame frame = new TestFrame("pal8", 16, 16)) {
            BytePointer colours = frame.frame.data(1);
            for (int i = 0; i < 256; i++) {
                // A little-endian word 0xAARRGGBB per entry.
                colours.put(4L * i, (byte) (255 - i))
                        .put(4L * i + 1, (byte) (i * 7))
                        .put(4L * i + 2, (byte) i);
                colours.put(4L * i + 3, (byte) 255);
                frame.frame.data(0).put((long) (i / 16) * frame.frame.linesize(0) + i % 16, (byte) i);
            }
            Pixels pixels = Pixels.of(Output.RGB.withConversion(conversion), frame);
            // Exact with FFmpeg 8; FFmpeg 7 goes through its own YUV.
            for (int i = 0; i < 256; i++) {
                assertThat(pixels.at(i % 16, i / 16, 0)).isCloseTo(i, within(2));
                assertThat(pixels.at(i % 16, i / 16, 1)).isCloseTo(i * 7 & 0xff, within(2));
                assertThat(pixels.at(i % 16, i / 16, 2)).isCloseTo(255 - i, within(2));
            }
        }
    }

    @Test
    void oneBitPicturesAreBlackAndWhite() {
        try (TestFrame frame = new TestFrame("monob", 16, 1)) {
            frame.frame.data(0).put(0, (byte) 0b10100000).put(1, (byte) 1);
            Pixels pixels = Pixels.of(Output.RGB, frame);
            assertThat(pixels.at(0, 0, 0)).isEqualTo(255);
            assertThat(pixels.at(1, 0, 1)).isZero();
            assertThat(pixels.at(2, 0, 2)).isEqualTo(255);
            assertThat(pixels.at(15, 0, 0)).isEqualTo(255);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420p",
                "yuv422p10le",
                "yuv444p12le",
                "nv12",
                "p010le",
                "yuva420p",
                "gbrp",
                "rgba",
                "yuyv422",
                "yuvj420p",
                "gray",
                "gray10le",
                "yuv440p",
                "yuv411p"
            })
    void fastIsCloseToExactOnSmoothPictures(String format) {
        for (int[] size : new int[][] {{64, 48}, {321, 241}, {2, 2}, {1, 1}}) {
            for (int range = 1; range <= 2; range++) {
                try (TestFrame frame = new TestFrame(format, size[0], size[1])
                        .fill((c, x, y) -> 0.5 + 0.1 * Math.sin(x + 2 * y + c))
                        .tags(1, range, 1)) {
                    for (Output output : new Output[] {
                        Output.RGB,
                        Output.RGB.withBitDepth(16),
                        Output.RGB.withSize(40, 30, ResizeMode.STRETCH),
                        Output.RGB.withFormat(FrameFormat.RGBP),
                        Output.RGB.withFormat(FrameFormat.BGR)
                    }) {
                        if (size[0] <= 2 && (output.width() > 0 || format.equals("yuv440p"))) {
                            // Enlarging next to nothing is all edge, where the two repeat and extrapolate.
                            continue;
                        }
                        Pixels exact = Pixels.of(output, frame);
                        Pixels fast = Pixels.of(output.withConversion(Conversion.FAST), frame);
                        int count = exact.shape().width() * exact.shape().height() * 3;
                        int limit = output.bitDepth() == 16 ? 0 : output.width() > 0 ? 7 : 5;
                        int worst = 0;
                        for (int i = 0; i < count; i++) {
                            worst = Math.max(worst, Math.abs(fast.sample(i) - exact.sample(i)));
                        }
                        assertThat(worst)
                                .as(format + " " + size[0] + " " + output)
                                .isLessThanOrEqualTo(limit);
                    }
                }
            }
        }
    }
}
