package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import io.nvvideo.VideoException;
import io.nvvideo.media.Orientation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written straight into the caller's memory, against the frame that FFmpeg's filters make. */
class DirectScalerTest {
    private static final int GUARD = 256;
    private static final FrameFormat[] FORMATS = {FrameFormat.RGB, FrameFormat.BGR, FrameFormat.RGBP};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420p",
                "yuvj420p",
                "yuv422p",
                "yuv444p",
                "yuv410p",
                "yuva420p",
                "nv12",
                "yuyv422",
                "yuv420p10le",
                "yuv422p10le",
                "yuv444p12le",
                "p010le",
                "gbrp",
                "gbrp10le",
                "rgb24",
                "bgra",
                "yuv420p16be"
            })
    void fastGivesTheBytesOfTheScaleFilter(String format) {
        for (FrameFormat layout : FORMATS) {
            Output output = Output.RGB.withFormat(layout).withConversion(Conversion.FAST);
            for (int width : new int[] {16, 32, 48, 112, 176}) {
                compare(output, format, width, 22, 1, 1, 1, 0);
            }
            for (int width : new int[] {16, 48, 80, 336}) {
                compare(output.withSize(width, 35, ResizeMode.STRETCH), format, 98, 46, 1, 1, 1, 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p", "yuv422p", "nv12", "yuv420p10le"})
    void tagsMeanTheSameToBoth(String format) {
        for (Output output : new Output[] {Output.RGB, Output.RGB.withSize(96, 64, ResizeMode.STRETCH)}) {
            for (int range = 0; range <= 2; range++) {
                for (int space : new int[] {1, 2, 5, 9}) {
                    compare(output.withConversion(Conversion.FAST), format, 64, 48, space, range, 1, 0);
                }
            }
            for (int chromaLocation = 0; chromaLocation <= 6; chromaLocation++) {
                compare(output.withConversion(Conversion.FAST), format, 64, 48, 1, 1, chromaLocation, 0);
            }
            compare(
                    output.withConversion(Conversion.FAST),
                    format,
                    64,
                    48,
                    1,
                    1,
                    1,
                    AVFrame.AV_FRAME_FLAG_INTERLACED | AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p", "yuv422p10le", "nv12", "gbrp", "gray", "yuv420p16be"})
    void exactGivesTheBytesOfTheFormatFilter(String format) {
        for (FrameFormat layout : FORMATS) {
            Output output = Output.RGB.withFormat(layout);
            for (int width : new int[] {16, 48, 112}) {
                compare(output, format, width, 22, 1, 1, 1, AVFrame.AV_FRAME_FLAG_INTERLACED);
                compare(output.withSize(width, 30, ResizeMode.PAD), format, 35, 41, 9, 2, 2, 0);
                compare(output.withSize(width, 30, ResizeMode.CROP), format, 35, 41, 0, 0, 0, 0);
            }
        }
    }

    @Test
    void whatCannotBeConvertedIsToldBeforeThePixelsAreAskedFor() {
        // FFmpeg shrinks by so much only where the other side does not grow by as much.
        Output output = Output.RGB.withConversion(Conversion.FAST).withSize(16, 8192, ResizeMode.STRETCH);
        try (TestFrame frame = new TestFrame("yuv420p", 8192, 16);
                ImageConverter converter = new ImageConverter(output, "test.mp4")) {
            assertThatThrownBy(() -> converter.convert(frame.frame, Orientation.UPRIGHT))
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("Cannot convert test.mp4 from yuv420p to rgb24");
        }
    }

    private static void compare(
            Output output, String format, int width, int height, int space, int range, int chromaLocation, int flags) {
        try (TestFrame frame = new TestFrame(format, width, height)
                        .fill(TestFrame.noise(width))
                        .tags(space, range, chromaLocation);
                ImageConverter converter = new ImageConverter(output, "test.mp4")) {
            frame.frame.flags(flags);
            Image image = converter.convert(frame.frame, Orientation.UPRIGHT);
            int size = (int) image.shape().byteSize();
            // One byte off, so that nothing is aligned, and with what must not be written behind it.
            ByteBuffer memory = ByteBuffer.allocateDirect(1 + size + GUARD);
            image.copyTo(memory.position(1));
            byte[] bytes = new byte[size];
            byte[] guard = new byte[GUARD];
            memory.get(1, bytes).get(1 + size, guard);
            assertThat(Arrays.equals(bytes, filtered(output, frame, size)))
                    .as("%s %s from %s %dx%d", output, image.shape(), format, width, height)
                    .isTrue();
            assertThat(guard).containsOnly(0);
        }
    }

    private static byte[] filtered(Output output, TestFrame frame, int size) {
        AVFrame decoded = frame.frame;
        Geometry geometry =
                Geometry.of(output, decoded.width(), decoded.height(), frame.format, Orientation.UPRIGHT, "test.mp4");
        ColourRule colour = ColourRule.of(
                frame.format,
                decoded.colorspace(),
                decoded.color_range(),
                decoded.color_primaries(),
                decoded.chroma_location(),
                decoded.height());
        boolean fast = output.conversion() == Conversion.FAST;
        SourceFrame.View view = fast ? SourceFrame.View.AS_DECODED : SourceFrame.View.COLOUR;
        SourceKey key = SourceKey.of(decoded, Orientation.UPRIGHT);
        try (SourceFrame source = new SourceFrame(key, frame.format, colour, view, "test.mp4");
                FilterGraph graph = new FilterGraph(
                        source,
                        fast
                                ? Chains.fastColour(output, geometry, source)
                                : Chains.exactColour(output, geometry, source, true),
                        "Cannot convert");
                BytePointer bytes = new BytePointer(size)) {
            AVFrame result = graph.run(source.of(decoded));
            int[] planes = output.format() == FrameFormat.RGBP ? new int[] {2, 0, 1} : new int[] {0};
            int rowBytes = size / geometry.height() / planes.length;
            for (int i = 0; i < planes.length; i++) {
                av_image_copy_plane(
                        bytes.getPointer((long) i * rowBytes * geometry.height()),
                        rowBytes,
                        result.data(planes[i]),
                        result.linesize(planes[i]),
                        rowBytes,
                        geometry.height());
            }
            byte[] copied = new byte[size];
            bytes.get(copied);
            return copied;
        }
    }
}
