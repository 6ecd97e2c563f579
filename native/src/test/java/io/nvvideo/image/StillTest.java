package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.Orientation;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded pictures, read back by Java's own decoders. */
class StillTest {
    private static final Output JPEG = Output.RGB.withFormat(FrameFormat.JPEG);
    private static final Output PNG = Output.RGB.withFormat(FrameFormat.PNG);

    private static BufferedImage read(Pixels encoded) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(encoded.bytes()));
        assertThat(picture.getWidth()).isEqualTo(encoded.shape().width());
        assertThat(picture.getHeight()).isEqualTo(encoded.shape().height());
        return picture;
    }

    private static double psnr(BufferedImage picture, Pixels rgb) {
        double sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int word = picture.getRGB(x, y);
                for (int c = 0; c < 3; c++) {
                    double d = (word >> 16 - 8 * c & 0xff) - rgb.at(x, y, c);
                    sum += d * d;
                }
            }
        }
        double mean = sum / (picture.getWidth() * picture.getHeight() * 3.0);
        return mean == 0 ? 100 : 10 * Math.log10(255 * 255 / mean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yuv420p", "yuvj420p", "yuv444p", "yuv420p10le", "nv12", "gbrp", "rgb24", "gray", "yuva420p"})
    void aJpegShowsThePicture(String format) throws IOException {
        for (int[] size : new int[][] {{64, 48}, {63, 47}, {321, 241}, {161, 120}, {2, 2}, {1, 1}}) {
            for (Conversion conversion : Conversion.values()) {
                try (TestFrame frame = new TestFrame(format, size[0], size[1])
                        .fill(TestFrame.SMOOTH)
                        .tags(1, 1, 1)) {
                    Output output = JPEG.withConversion(conversion).withImageQuality(95);
                    BufferedImage picture = read(Pixels.of(output, frame));
                    assertThat(psnr(picture, Pixels.of(Output.RGB, frame)))
                            .as(format + " " + size[0] + "x" + size[1] + " " + conversion)
                            .isGreaterThan(size[0] > 2 ? 35 : 10);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Conversion.class)
    void stillsAreTurnedAndCutLikeEveryOther(Conversion conversion) throws IOException {
        for (Output shape : new Output[] {
            JPEG,
            JPEG.withSize(31, 31, ResizeMode.CROP),
            JPEG.withSize(32, 32, ResizeMode.PAD),
            JPEG.withSize(40, 0, ResizeMode.FIT)
        }) {
            for (int degrees = 0; degrees < 360; degrees += 90) {
                Orientation turn = new Orientation(degrees, degrees > 90);
                try (TestFrame frame =
                        new TestFrame("yuv420p", 64, 48).fill(TestFrame.SMOOTH).tags(1, 1, 1)) {
                    Output jpeg = shape.withConversion(conversion).withImageQuality(100);
                    Pixels rgb = Pixels.of(jpeg.withFormat(FrameFormat.RGB), frame, turn);
                    // Padding is a hard edge, which 4:2:0 blurs.
                    double floor = shape.resizeMode() == ResizeMode.PAD ? 28 : 32;
                    assertThat(psnr(read(Pixels.of(jpeg, frame, turn)), rgb))
                            .as(jpeg + " " + turn)
                            .isGreaterThan(floor);
                    Pixels png = Pixels.of(jpeg.withFormat(FrameFormat.PNG), frame, turn);
                    assertThat(psnr(read(png), rgb)).isEqualTo(100);
                }
            }
        }
    }

    @Test
    void betterJpegsAreLarger() {
        try (TestFrame frame =
                new TestFrame("yuv420p", 320, 240).fill(TestFrame.noise(1)).tags(1, 1, 1)) {
            int last = 0;
            for (int quality : new int[] {1, 20, 50, 75, 90, 100}) {
                int size = Pixels.of(JPEG.withImageQuality(quality), frame).bytes().length;
                assertThat(size).as("quality " + quality).isGreaterThanOrEqualTo(last);
                last = size;
            }
        }
        assertThat(StillEncoder.quantiserScale(1)).isEqualTo(31);
        assertThat(StillEncoder.quantiserScale(50)).isEqualTo(14);
        assertThat(StillEncoder.quantiserScale(90)).isEqualTo(3);
        assertThat(StillEncoder.quantiserScale(100)).isEqualTo(1);
    }

    @Test
    void aPngOfSixteenBitsIsLossless() throws IOException {
        try (TestFrame frame =
                new TestFrame("yuv420p10le", 33, 17).fill(TestFrame.noise(1)).tags(1, 1, 1)) {
            for (Conversion conversion : Conversion.values()) {
                Output png = PNG.withBitDepth(16).withConversion(conversion);
                Raster raster = read(Pixels.of(png, frame)).getRaster();
                Pixels rgb = Pixels.of(png.withFormat(FrameFormat.RGB), frame);
                for (int y = 0; y < 17; y++) {
                    for (int x = 0; x < 33; x++) {
                        for (int c = 0; c < 3; c++) {
                            assertThat(raster.getSample(x, y, c)).isEqualTo(rgb.at(x, y, c));
                        }
                    }
                }
            }
        }
    }
}
