package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.DecoderCapability;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBucketTest {
    @ParameterizedTest
    @CsvSource({
        "1920,1088,0,0,2048,1280",
        "1280,720,0,0,1536,768",
        "512,256,0,0,512,256",
        "528,256,0,0,1024,256",
        "320,240,1920,1080,2048,1280",
        "3840,2160,1920,1080,4096,2304",
        "4000,4096,0,0,4096,4096",
        "16,16,9000,9000,4096,4096",
    })
    void aStreamFitsItsBucketAndTheBucketTheHardware(
            int width, int height, int atLeastWidth, int atLeastHeight, int bucketWidth, int bucketHeight) {
        DecoderCapability most = upTo(4096, 65536);
        assertThat(SizeBucket.of(width, height, atLeastWidth, atLeastHeight, most))
                .isEqualTo(new SizeBucket(bucketWidth, bucketHeight));
        assertThat(most.reasonAgainst(bucketWidth, bucketHeight)).isEmpty();
    }

    private static DecoderCapability upTo(int side, int macroblocks) {
        return new DecoderCapability(
                NvdecCodec.MPEG4, NvdecChroma.YUV420, 8, true, 1, Set.of(), 16, 16, side, side, macroblocks);
    }

    /** 2048 x 1280, as H.264 of that size has it, are 10240 macroblocks. */
    @Test
    void aBucketHasNoMoreMacroblocksThanTheHardware() {
        DecoderCapability mpeg4 = upTo(2032, 8192);
        assertThat(mpeg4.reasonAgainst(1920, 1088)).isEmpty();
        assertThat(SizeBucket.of(1920, 1088, 0, 0, mpeg4)).isEqualTo(new SizeBucket(1920, 1088));
        assertThat(SizeBucket.of(640, 480, 2000, 2000, mpeg4)).isEqualTo(new SizeBucket(640, 480));
        assertThat(SizeBucket.of(640, 480, 0, 0, mpeg4)).isEqualTo(new SizeBucket(1024, 512));
    }

    @Test
    void oddSidesGetOneMore() {
        assertThat(SizeBucket.of(1921, 1087, 0, 0, upTo(2032, 8200))).isEqualTo(new SizeBucket(1922, 1088));
    }
}
