package io.nvvideo.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How lists, times and rates are read that people write. */
class SamplerTextsTest {
    @Test
    void listsThatCannotBeReadSayWhy() {
        assertThatThrownBy(() -> Sampler.Listed.parse("1,x")).hasMessageContaining("'x' is no whole number");
        assertThatThrownBy(() -> Sampler.Listed.parse("1,,2")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Sampler.Listed.parse("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Sampler.Listed.parse("1:2:3:4")).hasMessageContaining("is no slice");
        assertThatThrownBy(() -> Sampler.Listed.parse("::0")).hasMessageContaining("cannot be 0");
        assertThatThrownBy(() -> Sampler.Listed.parse("1:b")).hasMessageContaining("'b' in '1:b'");
        assertThatThrownBy(() -> Sampler.Listed.parse("99999999999")).hasMessageContaining("out of range");
        assertThatThrownBy(() -> Sampler.AtTimes.parse("1,soon")).hasMessageContaining("'soon' in '1,soon'");
        assertThatThrownBy(() -> Sampler.AtTimes.parse("1e5")).hasMessageContaining("no number of seconds");
        for (String rate : List.of("0", "-1", "", "1/0", "fast", "1/2/3", "0.0", "0/5")) {
            assertThatThrownBy(() -> Ratio.parse(rate))
                    .as(rate)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write it like");
        }
        assertThatThrownBy(() -> Ratio.parse("1." + "3".repeat(40))).hasMessageContaining("too many digits");
    }

    @Test
    void ratesAreExactAndInLowestTerms() {
        assertThat(Ratio.parse("29.97")).isEqualTo(new Ratio(2997, 100));
        assertThat(Ratio.parse(" 30000 / 1001 ")).isEqualTo(new Ratio(30000, 1001));
        assertThat(Ratio.parse("0.50")).isEqualTo(Ratio.parse("1/2")).hasToString("1/2");
        assertThat(Ratio.parse("2.0")).hasToString("2");
        assertThat(Ratio.parse("." + "0".repeat(15) + "1")).isEqualTo(new Ratio(1, 10_000_000_000_000_000L));
    }
}
