package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.nvvideo.media.Orientation;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurfaceUnpackerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420p",
                "yuv422p",
                "yuv444p",
                "yuv420p10le",
                "yuv420p12le",
                "yuv422p10le",
                "yuv444p12le",
                "gray",
                "gray10le"
            })
    void whatThePackerPutTogetherComesApartAgain(String format) {
        for (int[] size : new int[][] {{22, 18}, {21, 17}, {1, 1}}) {
            try (TestFrame frame = new TestFrame(format, size[0], size[1]).fill(TestFrame.noise(size[0]))) {
                Pixels surface = Pixels.of(Output.RGB.withFormat(FrameFormat.SURFACE), frame, Orientation.UPRIGHT);
                Pixels wanted = Pixels.of(Output.RGB.withFormat(FrameFormat.NATIVE), frame, Orientation.UPRIGHT);
                assertThat(unpacked(frame, surface)).isEqualTo(wanted.bytes());
            }
        }
    }

    private static byte[] unpacked(TestFrame frame, Pixels surface) {
        SurfaceLayout layout = SurfaceLayout.of(frame.format, "a test");
        int width = frame.frame.width();
        int height = frame.frame.height();
        int bytes = layout.bytesPerSample();
        int chroma = width * height * bytes;
        int chromaPitch = layout.chromaWidth(width) * bytes * (layout.interleaved() ? 2 : 1);
        int red = layout.interleaved() ? chroma + bytes : chroma + chromaPitch * layout.chromaHeight(height);
        AVFrame apart = av_frame_alloc();
        try {
            apart.width(width).height(height).format(frame.frame.format());
            av_frame_get_buffer(apart, 64);
            new SurfaceUnpacker(layout, frame.format.bitDepth(), frame.format.components() < 3)
                    .unpack(
                            new SurfaceUnpacker.Samples(
                                    ByteBuffer.wrap(surface.bytes()), width * bytes, chromaPitch, chroma, red),
                            apart);
            try (ImageConverter converter = new ImageConverter(Output.RGB.withFormat(FrameFormat.NATIVE), "a test")) {
                Image image = converter.convert(apart, Orientation.UPRIGHT);
                byte[] all = new byte[(int) image.shape().byteSize()];
                image.copyTo(ByteBuffer.wrap(all));
                return all;
            }
        } finally {
            av_frame_free(apart);
        }
    }
}
