package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageShapesTest {
    private static final PixelFormat YUV420P = new PixelFormat("yuv420p", 3, 8, 1, 1, false, true, false);
    private static final Orientation QUARTER = new Orientation(90, false);

    private static ImageShape shape(Output output, int width, int height) {
        return ImageShapes.of(output, width, height, YUV420P, Orientation.UPRIGHT, "a test");
    }

    @ParameterizedTest
    @CsvSource({
        // stored, asked, mode, result
        "1920,1080,0,0,FIT,1920,1080",
        "1920,1080,336,0,FIT,336,189",
        "1920,1080,0,336,FIT,597,336",
        "1920,1080,336,336,FIT,336,189",
        "1080,1920,336,336,FIT,189,336",
        "160,120,320,320,FIT,320,240",
        "1920,1080,336,336,STRETCH,336,336",
        "1920,1080,336,336,CROP,336,336",
        "1920,1080,336,336,PAD,336,336",
        "1000,1,10,0,FIT,10,1",
        "1000,1,10,10,FIT,10,1",
        "3,2,0,1,FIT,2,1",
        "2,1,0,1,CROP,2,1",
        "4,2,3,0,PAD,3,2"
    })
    void sizesFollowTheOptions(
            int width, int height, int askedWidth, int askedHeight, ResizeMode mode, int toWidth, int toHeight) {
        assertThat(shape(Output.RGB.withSize(askedWidth, askedHeight, mode), width, height))
                .isEqualTo(new ImageShape(toWidth, toHeight, 3, "rgb24", 3L * toWidth * toHeight));
    }

    @Test
    void sizesAreThoseOfThePictureAsShown() {
        Output wide = Output.RGB.withSize(336, 0, ResizeMode.FIT);
        ImageShape turned = ImageShapes.of(wide, 1080, 1920, YUV420P, QUARTER, "a test");
        assertThat(turned.width()).isEqualTo(336);
        assertThat(turned.height()).isEqualTo(189);
        assertThat(ImageShapes.of(wide.withAutoRotate(false), 1080, 1920, YUV420P, QUARTER, "a test")
                        .height())
                .isEqualTo(597);
        ImageShape own =
                ImageShapes.of(Output.RGB.withFormat(FrameFormat.NATIVE), 1080, 1920, YUV420P, QUARTER, "a test");
        assertThat(own.width()).isEqualTo(1080);
    }

    @Test
    void everyFormatHasItsNameAndSize() {
        assertThat(shape(Output.RGB.withBitDepth(16), 4, 2)).isEqualTo(new ImageShape(4, 2, 3, "rgb48le", 48));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.BGR), 4, 2)).isEqualTo(new ImageShape(4, 2, 3, "bgr24", 24));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.BGR).withBitDepth(16), 4, 2)
                        .pixelFormat())
                .isEqualTo("bgr48le");
        assertThat(shape(Output.RGB.withFormat(FrameFormat.RGBP), 4, 2)).isEqualTo(new ImageShape(4, 2, 3, "rgbp", 24));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.RGBP).withBitDepth(16), 4, 2)
                        .pixelFormat())
                .isEqualTo("rgbp16le");
        assertThat(shape(Output.RGB.withFormat(FrameFormat.GRAY), 4, 2)).isEqualTo(new ImageShape(4, 2, 1, "gray", 8));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.GRAY).withBitDepth(16), 4, 2))
                .isEqualTo(new ImageShape(4, 2, 1, "gray16le", 16));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.JPEG), 4, 2)).isEqualTo(new ImageShape(4, 2, 3, "jpeg", -1));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.PNG), 4, 2)).isEqualTo(new ImageShape(4, 2, 3, "png", -1));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.NATIVE), 5, 3))
                .isEqualTo(new ImageShape(5, 3, 3, "yuv420p", 15 + 12));
        assertThat(shape(Output.RGB.withFormat(FrameFormat.SURFACE), 5, 3))
                .isEqualTo(new ImageShape(5, 3, 3, "nv12", 15 + 12));
    }

    @Test
    void scaledOwnFormatsHaveSizesThatTheirChromaCanHold() {
        Output own = Output.RGB.withFormat(FrameFormat.NATIVE).withSize(335, 0, ResizeMode.FIT);
        assertThat(shape(own, 1920, 1080))
                .extracting(ImageShape::width, ImageShape::height)
                .containsExactly(336, 188);
        assertThat(shape(own.withSize(1, 1, ResizeMode.STRETCH), 1920, 1080).width())
                .isEqualTo(2);
    }

    @Test
    void theByteSizeOfEveryFormatIsFfmpegs() {
        Natives.require();
        int seen = 0;
        AVPixFmtDescriptor descriptor = null;
        for (int number = 0; number < 400; number++) {
            descriptor = av_pix_fmt_desc_get(number);
            if (descriptor == null || (descriptor.flags() & AV_PIX_FMT_FLAG_HWACCEL) != 0) {
                continue;
            }
            PixelFormat format = PixelFormats.of(number);
            for (int[] size : new int[][] {{64, 48}, {33, 17}, {1, 1}}) {
                Output own = Output.RGB.withFormat(FrameFormat.NATIVE);
                assertThat(ImageShapes.of(own, size[0], size[1], format, Orientation.UPRIGHT, "a test")
                                .byteSize())
                        .as(format + " " + size[0])
                        .isEqualTo(av_image_get_buffer_size(number, size[0], size[1], 1));
            }
            seen++;
        }
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void surfacesAreNamedAfterTheirLayout() {
        Natives.require();
        String[][] layouts = {
            {"yuv420p", "nv12"}, {"yuvj420p", "nv12"}, {"gray", "nv12"}, {"nv12", "nv12"}, {"yuv420p10le", "p016"},
            {"p010le", "p016"}, {"gray10le", "p016"}, {"yuv420p10be", "p016"}, {"yuv422p", "nv16"}, {"nv16", "nv16"},
            {"yuv422p12le", "p216"}, {"yuv444p", "yuv444"}, {"yuv444p10le", "yuv444_16"}
        };
        for (String[] pair : layouts) {
            PixelFormat format = PixelFormats.of(PixelFormats.number(pair[0]));
            assertThat(SurfaceLayout.of(format, "x").layoutName()).as(pair[0]).isEqualTo(pair[1]);
        }
        for (String none :
                new String[] {"rgb24", "gbrp", "pal8", "yuv411p", "yuv440p", "yuv410p", "monob", "grayf32le"}) {
            PixelFormat format = PixelFormats.of(PixelFormats.number(none));
            assertThatThrownBy(() -> SurfaceLayout.of(format, "a.mp4"))
                    .as(none)
                    .isInstanceOf(VideoException.class)
                    .hasMessageContaining("a.mp4")
                    .hasMessageContaining("Use frameFormat=native.")
                    .extracting("code")
                    .isEqualTo(Code.UNSUPPORTED);
        }
    }

    @Test
    void whatIsTooLargeIsAnErrorBeforeAnythingIsAllocated() {
        for (Output output : new Output[] {
            Output.RGB.withSize(2_000_000_000, 2_000_000_000, ResizeMode.FIT),
            Output.RGB.withSize(2_000_000_000, 0, ResizeMode.FIT),
            Output.RGB.withFormat(FrameFormat.JPEG).withSize(70_000, 10, ResizeMode.STRETCH)
        }) {
            Output larger = output;
            assertThatThrownBy(() -> shape(larger, 640, 480)).extracting("code").isEqualTo(Code.LIMIT_EXCEEDED);
        }
        assertThatThrownBy(() -> shape(Output.RGB, 100_000, 100_000))
                .extracting("code")
                .isEqualTo(Code.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> shape(Output.RGB.withSize(1000, 1000, ResizeMode.CROP), 100_000, 1))
                .extracting("code")
                .isEqualTo(Code.LIMIT_EXCEEDED);
        PixelFormat floats = new PixelFormat("gbrapf32le", 4, 32, 0, 0, true, true, true);
        Output own = Output.RGB.withFormat(FrameFormat.NATIVE);
        assertThatThrownBy(() -> ImageShapes.of(own, 16384, 16384, floats, Orientation.UPRIGHT, "a test"))
                .hasMessageContaining("bytes")
                .extracting("code")
                .isEqualTo(Code.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> shape(Output.RGB, 0, 5)).extracting("code").isEqualTo(Code.CORRUPT);
    }
}
