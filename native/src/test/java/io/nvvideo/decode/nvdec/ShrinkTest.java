package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.image.ResizeMode;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkTest {
    private static final int BT709 = 1;
    private static final int YCGCO = 8;
    private static final PixelFormat YUV420 = new PixelFormat("yuv420p", 3, 8, 1, 1, false, true, false);
    private static final Output FAST =
            Output.RGB.withConversion(Conversion.FAST).withSize(336, 336, ResizeMode.CROP);
    private static final VideoSequence FULL_HD = sequence(0, 1920, 1080, true, NvdecChroma.YUV420);

    private static VideoSequence sequence(int left, int width, int height, boolean progressive, NvdecChroma chroma) {
        return new VideoSequence(
                NvdecCodec.H264,
                chroma,
                8,
                1920,
                1088,
                left,
                0,
                left + width,
                height,
                4,
                progressive,
                new VideoSequence.Signal(false, 1, 1));
    }

    private static Optional<Shrink> shrink(Output output, VideoSequence sequence, int matrix, Orientation orientation) {
        StreamFormat.Look look = new StreamFormat.Look(YUV420, 0, matrix, 1, 1, 1);
        return Shrink.of(output, sequence, look, orientation, "a test");
    }

    private static Optional<Shrink> shrink(Output output, VideoSequence sequence) {
        return shrink(output, sequence, BT709, Orientation.UPRIGHT);
    }

    @Test
    void thePictureIsShrunkToWhatIsCutFromIt() {
        // 336 rows of 1080, so 597.33 columns: the kernel's way. 340 of them would be 604.
        assertThat(shrink(FAST, FULL_HD)).isEmpty();
        Shrink shrink =
                shrink(FAST.withSize(340, 340, ResizeMode.CROP), FULL_HD).orElseThrow();
        assertThat(shrink.rest()).isEqualTo(new Geometry(604, 340, Orientation.UPRIGHT, 604, 340, 340, 340, 132, 0));
        assertThat(shrink.rest().scales()).isFalse();
        assertThat(shrink.setup(2)).isEqualTo(new DecoderSetup(1920, 1088, 0, 0, 1920, 1080, 604, 340, 6));
    }

    @Test
    void aTurnedPictureIsShrunkAsItIsStored() {
        Orientation right = new Orientation(90, false);
        Shrink shrink = shrink(FAST.withSize(0, 640, ResizeMode.FIT), FULL_HD, BT709, right)
                .orElseThrow();
        assertThat(shrink.rest()).isEqualTo(new Geometry(640, 360, right, 360, 640, 360, 640, 0, 0));
        assertThat(shrink.setup(0).targetWidth()).isEqualTo(640);
        assertThat(shrink.setup(0).targetHeight()).isEqualTo(360);
    }

    @Test
    void whatTheScalerWouldNotPlaceExactlyIsLeft() {
        Output half = FAST.withSize(960, 540, ResizeMode.STRETCH);
        assertThat(shrink(half, FULL_HD)).isPresent();
        assertThat(shrink(half, sequence(0, 1919, 1080, true, NvdecChroma.YUV420)))
                .isEmpty();
        assertThat(shrink(half, sequence(0, 1920, 1079, true, NvdecChroma.YUV420)))
                .isEmpty();
        assertThat(shrink(half, sequence(1, 1918, 1080, true, NvdecChroma.YUV420)))
                .isEmpty();
        assertThat(shrink(FAST.withSize(961, 540, ResizeMode.STRETCH), FULL_HD)).isEmpty();
        assertThat(shrink(FAST.withSize(960, 541, ResizeMode.STRETCH), FULL_HD)).isEmpty();
        assertThat(shrink(FAST.withSize(960, 1082, ResizeMode.STRETCH), FULL_HD))
                .isEmpty();
        assertThat(shrink(FAST.withSize(0, 0, ResizeMode.FIT), FULL_HD)).isEmpty();
        assertThat(shrink(half, sequence(0, 1920, 1080, false, NvdecChroma.YUV420)))
                .isEmpty();
    }

    @Test
    void whatFastIsNotOnTheCpuEitherIsLeft() {
        Output half = FAST.withSize(960, 540, ResizeMode.STRETCH);
        assertThat(shrink(half.withConversion(Conversion.EXACT), FULL_HD)).isEmpty();
        assertThat(shrink(half.withBitDepth(16), FULL_HD)).isEmpty();
        assertThat(shrink(half.withFormat(FrameFormat.GRAY), FULL_HD)).isEmpty();
        assertThat(shrink(half, FULL_HD, YCGCO, Orientation.UPRIGHT)).isEmpty();
        assertThat(shrink(half, sequence(0, 1920, 1080, true, NvdecChroma.MONOCHROME)))
                .isEmpty();
        for (FrameFormat format : new FrameFormat[] {FrameFormat.NATIVE, FrameFormat.SURFACE, FrameFormat.JPEG}) {
            assertThat(shrink(half.withFormat(format), FULL_HD)).isEmpty();
        }
        assertThat(shrink(half.withFormat(FrameFormat.RGBP), FULL_HD)).isPresent();
        assertThat(shrink(half.withFormat(FrameFormat.BGR), FULL_HD)).isPresent();
    }
}
