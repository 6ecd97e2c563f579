package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.Orientation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a converter lives: reuse, change, memory, misuse. */
class ImageConverterTest {

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void oneConverterFollowsAStreamThatChanges(FrameFormat format) {
        for (Conversion conversion : Conversion.values()) {
            Output output = Output.RGB.withFormat(format).withConversion(conversion);
            try (ImageConverter converter = new ImageConverter(output, "test.mp4");
                    TestFrame first = new TestFrame("yuv420p", 64, 48)
                            .fill(TestFrame.SMOOTH)
                            .tags(1, 1, 1);
                    TestFrame larger = new TestFrame("yuv420p", 80, 50)
                            .fill(TestFrame.SMOOTH)
                            .tags(1, 1, 1);
                    TestFrame deeper = new TestFrame("yuv422p10le", 80, 50)
                            .fill(TestFrame.SMOOTH)
                            .tags(1, 1, 1);
                    TestFrame full = new TestFrame("yuv420p", 64, 48)
                            .fill(TestFrame.SMOOTH)
                            .tags(1, 2, 1);
                    TestFrame other = new TestFrame("yuv420p", 64, 48)
                            .fill(TestFrame.SMOOTH)
                            .tags(9, 1, 2)) {
                for (TestFrame frame : new TestFrame[] {first, larger, first, deeper, full, other, other, first}) {
                    Pixels here = Pixels.of(converter.convert(frame.frame, Orientation.UPRIGHT));
                    Pixels alone = Pixels.of(output, frame);
                    assertThat(here.shape()).isEqualTo(alone.shape());
                    assertThat(here.bytes()).isEqualTo(alone.bytes());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void theDecodedFrameIsLeftAsItIs(FrameFormat format) {
        for (String pixels : new String[] {"yuv420p", "yuvj420p", "p010le", "gray"}) {
            try (TestFrame frame =
                    new TestFrame(pixels, 33, 17).fill(TestFrame.noise(6)).tags(1, 0, 0)) {
                int[][] before = frame.plane(0);
                frame.frame.pts(77).color_trc(16);
                Pixels.of(
                        Output.RGB.withFormat(format).withSize(10, 20, ResizeMode.PAD),
                        frame,
                        new Orientation(90, true));
                assertThat(frame.plane(0)).isDeepEqualTo(before);
                assertThat(frame.frame.pts()).isEqualTo(77);
                assertThat(frame.frame.color_range()).isZero();
                assertThat(frame.frame.color_trc()).isEqualTo(16);
                assertThat(frame.frame.width()).isEqualTo(33);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void directAndHeapBuffersGetTheSameBytesAtTheirPosition(FrameFormat format) {
        try (TestFrame frame = new TestFrame("yuv420p10le", 33, 17)
                        .fill(TestFrame.noise(6))
                        .tags(1, 1, 1);
                ImageConverter converter = new ImageConverter(Output.RGB.withFormat(format), "test.mp4")) {
            Image image = converter.convert(frame.frame, Orientation.UPRIGHT);
            int size = (int) image.shape().byteSize();
            byte[] expected = Pixels.of(image).bytes();
            for (ByteBuffer whole :
                    new ByteBuffer[] {ByteBuffer.allocateDirect(size + 20), ByteBuffer.allocate(size + 20)}) {
                ByteBuffer buffer = whole.position(5).slice();
                buffer.position(3);
                image.copyTo(buffer);
                assertThat(buffer.position()).isEqualTo(3 + size);
                byte[] written = new byte[size];
                buffer.get(3, written);
                assertThat(written).isEqualTo(expected);
                assertThat(buffer.get(2)).isZero();
                assertThat(buffer.get(3 + size)).isZero();
                buffer.limit(3 + size - 1).position(3);
                assertThatThrownBy(() -> image.copyTo(buffer)).isInstanceOf(IllegalArgumentException.class);
                assertThat(buffer.position()).isEqualTo(3);
            }
            assertThatThrownBy(() -> image.copyTo(ByteBuffer.allocate(size).asReadOnlyBuffer()))
                    .isInstanceOf(ReadOnlyBufferException.class);
        }
    }

    @Test
    void anImageIsGoneWhenItsConverterGoesOn() {
        try (TestFrame frame = new TestFrame("yuv420p", 32, 32).fill(TestFrame.SMOOTH)) {
            ImageConverter converter = new ImageConverter(Output.RGB, "test.mp4");
            Image first = converter.convert(frame.frame, Orientation.UPRIGHT);
            Image second = converter.convert(frame.frame, Orientation.UPRIGHT);
            ByteBuffer buffer = ByteBuffer.allocate(32 * 32 * 3);
            assertThatThrownBy(() -> first.copyTo(buffer)).isInstanceOf(IllegalStateException.class);
            second.copyTo(buffer);
            converter.close();
            converter.close();
            assertThatThrownBy(() -> second.copyTo(buffer)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> converter.convert(frame.frame, Orientation.UPRIGHT))
                    .isInstanceOf(VideoException.class)
                    .extracting("code")
                    .isEqualTo(Code.CANCELLED);
        }
    }

    @Test
    void anErrorLeavesTheConverterUsable() {
        try (TestFrame rgb = new TestFrame("rgb24", 32, 32);
                TestFrame yuv = new TestFrame("yuv420p", 32, 32).fill(TestFrame.SMOOTH);
                ImageConverter converter = new ImageConverter(Output.RGB.withFormat(FrameFormat.SURFACE), "a/b.mp4")) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> converter.convert(rgb.frame, Orientation.UPRIGHT))
                        .hasMessageStartingWith("Cannot ")
                        .hasMessageContaining("a/b.mp4")
                        .hasMessageContaining("frameFormat=native");
                assertThat(converter
                                .convert(yuv.frame, Orientation.UPRIGHT)
                                .shape()
                                .byteSize())
                        .isEqualTo(32 * 32 * 3 / 2);
            }
        }
    }

    @Test
    void aFrameWithoutPixelsIsAnError() {
        try (ImageConverter converter = new ImageConverter(Output.RGB, "a/b.mp4")) {
            AVFrame empty = av_frame_alloc();
            try {
                assertThatThrownBy(() -> converter.convert(empty, Orientation.UPRIGHT))
                        .hasMessageContaining("a/b.mp4")
                        .extracting("code")
                        .isEqualTo(Code.CORRUPT);
            } finally {
                av_frame_free(empty);
            }
        }
    }

    @Test
    void framesThatRunUpwardsAreUnderstood() {
        try (TestFrame frame =
                new TestFrame("yuv420p", 64, 48).fill(TestFrame.noise(3)).tags(1, 1, 1)) {
            for (FrameFormat format : FrameFormat.values()) {
                for (Conversion conversion : Conversion.values()) {
                    Output output = Output.RGB.withFormat(format).withConversion(conversion);
                    try (TestFrame flipped = new TestFrame("yuv420p", 64, 48).tags(1, 1, 1)) {
                        for (int c = 0; c < 3; c++) {
                            int[][] plane = frame.plane(c);
                            for (int y = 0; y < plane.length; y++) {
                                for (int x = 0; x < plane[y].length; x++) {
                                    flipped.set(c, x, plane.length - 1 - y, plane[y][x]);
                                }
                            }
                            long last = (long) (plane.length - 1) * flipped.frame.linesize(c);
                            flipped.frame.data(c, flipped.frame.data(c).getPointer(last));
                            flipped.frame.linesize(c, -flipped.frame.linesize(c));
                        }
                        assertThat(Pixels.of(output, flipped).bytes())
                                .as(format + " " + conversion)
                                .isEqualTo(Pixels.of(output, frame).bytes());
                    }
                }
            }
        }
    }

    @Test
    void thousandsOfConversionsLeaveNoMemoryBehind() throws IOException {
        Output[] outputs = {
            Output.RGB,
            Output.RGB.withConversion(Conversion.FAST),
            Output.RGB.withFormat(FrameFormat.GRAY).withSize(100, 0, ResizeMode.FIT),
            Output.RGB.withFormat(FrameFormat.JPEG),
            Output.RGB.withFormat(FrameFormat.PNG).withSize(16, 16, ResizeMode.PAD),
            Output.RGB.withFormat(FrameFormat.SURFACE),
            Output.RGB.withFormat(FrameFormat.RGBP).withBitDepth(16)
        };
        try (TestFrame small = new TestFrame("yuv420p", 321, 241)
                        .fill(TestFrame.SMOOTH)
                        .tags(1, 1, 1);
                TestFrame deep =
                        new TestFrame("p010le", 320, 240).fill(TestFrame.SMOOTH).tags(1, 1, 1)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(321 * 241 * 6 + 4096);
            long before = 0;
            for (int round = 0; round < 6; round++) {
                for (Output output : outputs) {
                    try (ImageConverter converter = new ImageConverter(output, "test.mp4")) {
                        for (int i = 0; i < 100; i++) {
                            // Every tenth frame changes the format, so that graphs are built anew as well.
                            TestFrame frame = i / 10 % 2 == 0 ? small : deep;
                            buffer.clear();
                            converter.convert(frame.frame, Orientation.UPRIGHT).copyTo(buffer);
                        }
                    }
                }
                if (round == 1) {
                    before = residentBytes();
                }
            }
            // One leaked frame in a hundred would be 2800 conversions / 100 x 116 KB = 3 MB; one each would be 300 MB.
            assertThat(residentBytes() - before).isLessThan(24L << 20);
        }
    }

    private static long residentBytes() throws IOException {
        System.gc();
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
