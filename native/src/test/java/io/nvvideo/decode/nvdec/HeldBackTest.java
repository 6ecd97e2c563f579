package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.DuePicture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBackTest {
    private final List<Integer> taken = new ArrayList<>();
    private final HeldBack due = new HeldBack(true, picture -> taken.add(picture.surface()));

    private static DuePicture on(int surface) {
        return new DuePicture(surface, 0, true, false, false);
    }

    @Test
    void aPictureIsTakenWhenTheNextOneIsDue() {
        due.add(on(3));
        assertThat(taken).isEmpty();
        due.add(on(1));
        assertThat(taken).containsExactly(3);
        due.handOut();
        assertThat(taken).containsExactly(3, 1);
        due.handOut();
        assertThat(taken).hasSize(2);
    }

    @Test
    void itIsTakenBeforeItsSurfaceIsDecodedTo() {
        due.add(on(3));
        due.beforeDecoding(2);
        assertThat(taken).isEmpty();
        due.beforeDecoding(3);
        assertThat(taken).containsExactly(3);
    }

    @Test
    void whatIsForgottenIsNotTaken() {
        due.add(on(3));
        due.clear();
        due.handOut();
        assertThat(taken).isEmpty();
    }

    @Test
    void nothingIsHeldBackWhereThatIsNotWanted() {
        HeldBack soon = new HeldBack(false, picture -> taken.add(picture.surface()));
        soon.add(on(5));
        assertThat(taken).containsExactly(5);
    }
}
