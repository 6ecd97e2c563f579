package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static Difference of(byte[] wanted, byte[] found, boolean deep) {
        Difference difference = new Difference("frame");
        difference.frame("nv12 2x2", "nv12 2x2", wanted, found, deep, found.length);
        return difference;
    }

    @Test
    void oneStepIsTooMuchForADecoderAndAllowedToAKernel() {
        Difference difference = of(new byte[] {1, 2, (byte) 255}, new byte[] {1, 3, (byte) 254}, false);
        assertThat(difference.outcome(0)).isEqualTo("differs");
        assertThat(difference.outcome(1)).isEqualTo("same");
        assertThat(difference.text())
                .isEqualTo("1 frames; 1 frames and 2 samples apart by at most 1.000 of 255, first frame 0 byte 1");
        assertThat(of(new byte[] {1}, new byte[] {3}, false).outcome(1)).isEqualTo("differs");
    }

    @Test
    void deepSamplesAreTwoBytes() {
        Difference difference = of(new byte[] {0, 1, 5, 5}, new byte[] {0, 2, 5, 5}, true);
        assertThat(difference.outcome(0.99)).isEqualTo("differs");
        assertThat(difference.outcome(1)).isEqualTo("same");
    }

    @Test
    void nothingExcusesAnotherNumberASizeOrAFrameTooFew() {
        assertThat(new Difference("frame").outcome(255)).isEqualTo("differs");

        Difference number = of(new byte[] {1}, new byte[] {1}, false);
        assertThat(number.outcome(0)).isEqualTo("same");
        number.number(5, 6);
        assertThat(number.outcome(255)).isEqualTo("differs");
        assertThat(number.text()).isEqualTo("1 frames; frame 1 is number 6 on the GPU, 5 on the CPU");

        Difference size = new Difference("frame");
        size.frame("nv12 2x2", "nv12 2x4", new byte[6], new byte[6], false, 6);
        assertThat(size.outcome(255)).isEqualTo("differs");
    }
}
