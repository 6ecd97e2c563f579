package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.Orientation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Turning, cutting and padding, pixel by pixel. */
class GeometryTest {

    @ParameterizedTest
    @CsvSource({"0,false", "90,false", "180,false", "270,false", "0,true", "90,true", "180,true", "270,true"})
    void everyOrientationMovesEveryPixelToItsPlace(int degrees, boolean mirrored) {
        Orientation orientation = new Orientation(degrees, mirrored);
        for (int[] size : new int[][] {{64, 48}, {33, 17}}) {
            try (TestFrame frame = new TestFrame("yuv420p", size[0], size[1])
                    .fill(TestFrame.noise(2))
                    .tags(6, 1, 1)) {
                for (Conversion conversion : Conversion.values()) {
                    for (int depth : new int[] {8, 16}) {
                        for (FrameFormat format :
                                new FrameFormat[] {FrameFormat.RGB, FrameFormat.BGR, FrameFormat.GRAY}) {
                            Output output = Output.RGB
                                    .withFormat(format)
                                    .withConversion(conversion)
                                    .withBitDepth(depth);
                            Pixels stored = Pixels.of(output.withAutoRotate(false), frame, orientation);
                            assertThat(stored.shape().width()).isEqualTo(size[0]);
                            Pixels shown = Pixels.of(output, frame, orientation);
                            assertThat(shown.interleaved())
                                    .as(format + " " + orientation)
                                    .isDeepEqualTo(Reference.turn(stored.interleaved(), orientation));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Conversion.class)
    void cropCutsTheCentreOutOfTheFilledBox(Conversion conversion) {
        try (TestFrame frame =
                new TestFrame("yuv420p", 64, 48).fill(TestFrame.SMOOTH).tags(6, 1, 1)) {
            for (FrameFormat format : new FrameFormat[] {FrameFormat.RGB, FrameFormat.GRAY}) {
                Output output = Output.RGB.withFormat(format).withConversion(conversion);
                for (Orientation turn : new Orientation[] {Orientation.UPRIGHT, new Orientation(90, true)}) {
                    int scaledWidth = turn.swapsSides() ? 30 : 40;
                    int scaledHeight = turn.swapsSides() ? 40 : 30;
                    Integer[][][] whole = Pixels.of(output.withSize(scaledWidth, 0, ResizeMode.FIT), frame, turn)
                            .interleaved();
                    Pixels cut = Pixels.of(output.withSize(30, 30, ResizeMode.CROP), frame, turn);
                    for (int y = 0; y < 30; y++) {
                        for (int x = 0; x < 30; x++) {
                            assertThat(cut.at(x, y, 0))
                                    .isEqualTo(whole[y + (scaledHeight - 30) / 2][x + (scaledWidth - 30) / 2][0]);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Conversion.class)
    void padPutsThePictureInTheMiddleOfBlack(Conversion conversion) {
        try (TestFrame frame =
                new TestFrame("yuv420p", 64, 48).fill(TestFrame.SMOOTH).tags(6, 1, 1)) {
            for (int depth : new int[] {8, 16}) {
                for (FrameFormat format : new FrameFormat[] {FrameFormat.RGB, FrameFormat.BGR, FrameFormat.GRAY}) {
                    Output output = Output.RGB
                            .withFormat(format)
                            .withConversion(conversion)
                            .withBitDepth(depth);
                    Integer[][][] whole = Pixels.of(output.withSize(32, 24, ResizeMode.FIT), frame)
                            .interleaved();
                    Pixels padded = Pixels.of(output.withSize(32, 33, ResizeMode.PAD), frame);
                    assertThat(padded.shape())
                            .extracting(ImageShape::width, ImageShape::height)
                            .containsExactly(32, 33);
                    for (int y = 0; y < 33; y++) {
                        for (int x = 0; x < 32; x++) {
                            for (int c = 0; c < padded.shape().channels(); c++) {
                                int expected = y < 4 || y >= 28 ? 0 : whole[y - 4][x][c];
                                assertThat(padded.at(x, y, c))
                                        .as(format + " " + x + "," + y)
                                        .isEqualTo(expected);
                            }
                        }
                    }
                }
            }
        }
    }
}
