package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(SizeBucket.of(width, height, atLeastWidth, atLeastHeight, 4096, 4096))
                .isEqualTo(new SizeBucket(bucketWidth, bucketHeight));
    }
}
