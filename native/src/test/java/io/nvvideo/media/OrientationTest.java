package io.nvvideo.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
    /** (x, y) goes to (a*x + c*y, b*x + d*y), y down: a quarter turn clockwise takes right (1, 0) to down (0, 1). */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 0, false",
        "0, 1, -1, 0, 90, false",
        "-1, 0, 0, -1, 180, false",
        "0, -1, 1, 0, 270, false",
        "-1, 0, 0, 1, 0, true", // left-right flip
        "1, 0, 0, -1, 180, true", // upside-down flip
        "0, 1, 1, 0, 270, true", // transpose: mirrored, then turned counterclockwise
        "0, -1, -1, 0, 90, true",
        "65536, 100, -100, 65536, 0, false", // nearly upright
        "0, 0, 0, 0, 0, false"
    })
    void everyMatrixIsAMirrorAndATurn(double a, double b, double c, double d, int degrees, boolean mirrored) {
        Orientation orientation = Orientation.ofMatrix(a, b, c, d);
        assertThat(orientation).isEqualTo(new Orientation(degrees, mirrored));
    }

    @Test
    void onlyQuarterTurnsExist() {
        assertThatThrownBy(() -> new Orientation(45, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Orientation(270, false).swapsSides()).isTrue();
        assertThat(new Orientation(180, true).swapsSides()).isFalse();
        assertThat(new Orientation(0, true).isUpright()).isFalse();
        assertThat(Orientation.UPRIGHT.isUpright()).isTrue();
    }
}
