package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two formats that hand samples out as they were decoded. */
class SurfaceAndNativeTest {
    private static final Output SURFACE = Output.RGB.withFormat(FrameFormat.SURFACE);
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420p",
                "yuvj420p",
                "yuva420p",
                "gray",
                "nv12",
                "nv21",
                "yuv422p",
                "yuvj422p",
                "nv16",
                "yuyv422",
                "uyvy422",
                "yuv444p",
                "nv24",
                "yuv420p9le",
                "yuv420p10le",
                "yuv420p10be",
                "yuv420p12le",
                "yuv420p14le",
                "yuv420p16le",
                "p010le",
                "p010be",
                "p012le",
                "p016le",
                "gray10le",
                "gray12le",
                "gray16le",
                "gray16be",
                "yuv422p10le",
                "yuv422p12be",
                "p210le",
                "p216le",
                "y210le",
                "y212le",
                "yuv444p10le",
                "yuv444p12le",
                "yuv444p16be",
                "xv36le",
                "p410le",
                "p416le",
                "vuya",
                "yuva444p10le",
                "gray9le",
                "gray14le",
                "ya8"
            })
    void aSurfaceHoldsExactlyTheDecodedSamples(String format) {
        for (int[] size : new int[][] {{64, 48}, {33, 17}, {1, 1}, {2, 2}, {161, 121}}) {
            for (int range = 0; range < 3; range++) {
                try (TestFrame frame = new TestFrame(format, size[0], size[1])
                        .fill(TestFrame.noise(range))
                        .tags(1, range, 1)) {
                    assertThat(Pixels.of(SURFACE, frame).bytes())
                            .as(format + " " + size[0] + "x" + size[1])
                            .isEqualTo(surface(frame));
                }
            }
        }
    }

    private static byte[] surface(TestFrame frame) {
        SurfaceLayout layout = SurfaceLayout.of(frame.format, "x");
        int shift = layout.bytesPerSample() == 2 ? 16 - frame.depth(0) : 0;
        boolean gray = frame.format.components() < 3;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, frame.plane(0), null, shift, layout.bytesPerSample());
        int[][] blue;
        int[][] red;
        if (gray) {
            blue = new int[layout.chromaHeight(frame.frame.height())][layout.chromaWidth(frame.frame.width())];
            for (int[] row : blue) {
                java.util.Arrays.fill(row, 1 << frame.depth(0) - 1);
            }
            red = blue;
        } else {
            blue = frame.plane(1);
            red = frame.plane(2);
        }
        if (layout.interleaved()) {
            put(out, blue, red, shift, layout.bytesPerSample());
        } else {
            put(out, blue, null, shift, layout.bytesPerSample());
            put(out, red, null, shift, layout.bytesPerSample());
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int[][] first, int[][] second, int shift, int bytes) {
        for (int y = 0; y < first.length; y++) {
            for (int x = 0; x < first[y].length; x++) {
                for (int[][] plane : second == null ? new int[][][] {first} : new int[][][] {first, second}) {
                    out.write(plane[y][x] << shift);
                    if (bytes == 2) {
                        out.write(plane[y][x] << shift >> 8);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yuv420p", "yuv422p10le", "gbrp", "gray", "yuvj444p", "yuv420p10be", "gbrp12be", "yuva420p"})
    void nativePixelsAreThePlanesOneAfterTheOther(String format) {
        for (int[] size : new int[][] {{64, 48}, {33, 17}, {1, 1}}) {
            try (TestFrame frame = new TestFrame(format, size[0], size[1]).fill(TestFrame.noise(9))) {
                ByteArrayOutputStream expected = new ByteArrayOutputStream();
                // Descriptors list red, green and blue; their planes come green, blue, red.
                int[] order = format.startsWith("gbr") ? new int[] {1, 2, 0} : new int[] {0, 1, 2, 3};
                for (int i = 0; i < frame.format.components(); i++) {
                    for (int[] row : frame.plane(order[i])) {
                        for (int sample : row) {
                            boolean deep = frame.format.bitDepth() > 8;
                            boolean big = format.endsWith("be");
                            if (deep) {
                                expected.write(big ? sample >> 8 : sample);
                                expected.write(big ? sample : sample >> 8);
                            } else {
                                expected.write(sample);
                            }
                        }
                    }
                }
                Pixels pixels = Pixels.of(NATIVE, frame);
                assertThat(pixels.bytes()).isEqualTo(expected.toByteArray());
                assertThat(pixels.shape().pixelFormat()).isEqualTo(format);
            }
        }
    }

    @Test
    void scalingKeepsTheFormat() {
        String[] formats = {
            "yuv420p", "yuvj420p", "nv12", "p010le", "yuv422p10le", "yuv444p", "gray", "rgb24", "yuva420p", "gbrp"
        };
        for (String format : formats) {
            for (Conversion conversion : Conversion.values()) {
                for (ResizeMode mode : ResizeMode.values()) {
                    for (int width : new int[] {64, 65}) {
                        try (TestFrame frame = new TestFrame(format, width, 48)
                                .fill((c, x, y) -> 0.5)
                                .tags(1, 0, 1)) {
                            Output own = NATIVE.withSize(30, 30, mode).withConversion(conversion);
                            Pixels pixels = Pixels.of(own, frame);
                            assertThat(pixels.shape().pixelFormat()).isEqualTo(format);
                            int middle =
                                    pixels.shape().width() * (pixels.shape().height() / 2)
                                            + pixels.shape().width() / 2;
                            if (frame.format.bitDepth() == 8 && !format.equals("rgb24")) {
                                assertThat(pixels.bytes()[middle] & 0xff)
                                        .as(format + mode)
                                        .isCloseTo(128, within(1));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void scaledSurfacesAreScaledSamples() {
        try (TestFrame frame = new TestFrame("yuv420p10le", 64, 48)
                .fill((c, x, y) -> 0.25 * (c + 1))
                .tags(1, 1, 1)) {
            Pixels pixels = Pixels.of(SURFACE.withSize(32, 24, ResizeMode.FIT), frame);
            assertThat(pixels.shape()).isEqualTo(new ImageShape(32, 24, 3, "p016", 32 * 24 * 3));
            assertThat(pixels.bytes()[1] & 0xff).isCloseTo(64, within(1));
            assertThat(pixels.bytes()[32 * 24 * 2 + 1] & 0xff).isCloseTo(128, within(1));
            assertThat(pixels.bytes()[32 * 24 * 2 + 3] & 0xff).isCloseTo(192, within(1));
        }
    }

    @Test
    void paddingIsBlackInTheFormatsOwnTerms() {
        try (TestFrame frame =
                new TestFrame("yuv420p", 64, 32).fill((c, x, y) -> 0.9).tags(1, 1, 1)) {
            Pixels pixels = Pixels.of(NATIVE.withSize(32, 32, ResizeMode.PAD), frame);
            assertThat(pixels.bytes()[0]).isEqualTo((byte) 16);
            assertThat(pixels.bytes()[32 * 32]).isEqualTo((byte) 128);
            assertThat(pixels.bytes()[32 * 16] & 0xff).isGreaterThan(200);
        }
    }

    @Test
    void aPaletteIsHandedOutWithItsPixels() {
        try (TestFrame frame = new TestFrame("pal8", 5, 3)) {
            assertThat(Pixels.of(NATIVE, frame).bytes()).hasSize(15 + 1024);
        }
    }
}
