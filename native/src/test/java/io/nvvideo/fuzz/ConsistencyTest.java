package io.nvvideo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.fuzz.Given.Picture;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsistencyTest {
    private static final int GOP = 4;
    private static final int[] ALL = IntStream.range(0, 12).toArray();

    private final Map<Integer, Picture> whole = sound();
    private final Map<Integer, Picture> part = sound();
    private final List<VideoException> wholeFailures = new ArrayList<>();
    private final List<VideoException> partFailures = new ArrayList<>();
    private boolean guessed;

    /** Twelve frames, a key frame every four, stored as they are shown. */
    private static FrameIndex index() {
        PacketTable.Builder packets = new PacketTable.Builder();
        int[] order = ALL.clone();
        long[] pts = new long[order.length];
        for (int p = 0; p < order.length; p++) {
            pts[p] = p * 10L;
            packets.add(pts[p], pts[p], 10, p * 100L, 100, p % GOP == 0, false, false, false);
        }
        return new FrameIndex(new Rational(1, 100), packets.build(), order, order.clone(), pts, 0);
    }

    private static Map<Integer, Picture> sound() {
        Map<Integer, Picture> frames = new TreeMap<>();
        for (int frame : ALL) {
            frames.put(frame, picture(frame, false, "pixels " + frame));
        }
        return frames;
    }

    private static Picture picture(int frame, boolean corrupt, String pixels) {
        return new Picture(index().info(0, frame).decoded("P", corrupt), pixels);
    }

    private Consistency consistency(int... wanted) {
        return new Consistency(index(), given(whole, wholeFailures), given(part, partFailures), wanted, guessed);
    }

    private static Given given(Map<Integer, Picture> frames, List<VideoException> failures) {
        return new Given(frames, failures, null, Integer.MAX_VALUE, null);
    }

    private static VideoException failure(int frame) {
        return new VideoException(Code.CORRUPT, "Cannot decode.").ofFrame(frame);
    }

    @Test
    void equalReadingsAgree() {
        assertThat(consistency(ALL).wrong()).isNull();
        assertThat(consistency(ALL).compared()).isEqualTo(12);
        part.keySet().retainAll(List.of(3, 7));
        assertThat(consistency(3, 7).wrong()).isNull();
    }

    @Test
    void anotherPictureThatNobodyToldOfIsWrong() {
        part.put(5, picture(5, false, "others"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 5 is ");
        part.put(5, new Picture(index().info(0, 5).decoded("B", false), "pixels 5"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 5 is ");
    }

    @Test
    void aMissingFrameThatNobodyToldOfIsWrong() {
        part.remove(6);
        assertThat(consistency(ALL).wrong())
                .isEqualTo("frame 6 is missing from this reading, and nothing was told of it");
        part.put(6, whole.remove(6));
        assertThat(consistency(ALL).wrong()).startsWith("frame 6 ");
        part.remove(6);
        assertThat(consistency(6).wrong()).startsWith("frame 6 is missing");
    }

    @Test
    void otherTimesAreWrongWhateverWasToldOf() {
        partFailures.add(failure(5));
        FrameInfo info = index().info(0, 6);
        FrameInfo later = new FrameInfo(0, 6, 61, info.dts(), info.duration(), info.timeBase(), false, "P", false);
        part.put(6, new Picture(later, "pixels 6"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 6 is ");
    }

    @Test
    void damageExcusesNothingThatIsStoredBeforeIt() {
        wholeFailures.add(failure(6));
        part.put(5, picture(5, false, "others"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 5 is ");
    }

    @Test
    void aLossHasToBeToldByTheReadingThatLacksTheFrame() {
        wholeFailures.add(failure(5));
        part.remove(6);
        assertThat(consistency(ALL).wrong()).startsWith("frame 6 is missing");
        partFailures.add(failure(5));
        assertThat(consistency(ALL).wrong()).isNull();
    }

    @Test
    void damageThatWasToldOfExcusesItsOwnGroupOnly() {
        wholeFailures.add(failure(5));
        part.put(7, picture(7, false, "others"));
        assertThat(consistency(ALL).wrong()).isNull();
        assertThat(consistency(ALL).excused()).isOne();
        part.put(8, picture(8, false, "others"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 8 is ");
    }

    @Test
    void soDoesAFrameThatIsCalledCorrupt() {
        part.put(9, picture(9, true, "others"));
        part.put(10, picture(10, false, "others"));
        assertThat(consistency(ALL).wrong()).isNull();
        part.put(3, picture(3, false, "others"));
        assertThat(consistency(ALL).wrong()).startsWith("frame 3 is ");
    }

    @Test
    void aFailureThatNamesNoFrameExcusesAll() {
        partFailures.add(new VideoException(Code.CORRUPT, "Cannot read."));
        part.clear();
        assertThat(consistency(ALL).wrong()).isNull();
        assertThat(consistency(ALL).excused()).isEqualTo(12);
    }

    @Test
    void aGuessExcusesPixelsButNoFrameThatIsMissing() {
        guessed = true;
        part.put(5, picture(5, false, "others"));
        assertThat(consistency(ALL).wrong()).isNull();
        part.remove(6);
        assertThat(consistency(ALL).wrong()).startsWith("frame 6 is missing");
    }

    @Test
    void whatNobodyAskedForIsWrong() {
        assertThat(consistency(1, 2).wrong()).startsWith("nobody asked for frame 0");
    }

    @Test
    void beingRefusedOnceOnlyIsWrong() {
        Given refused = new Given(Map.of(), List.of(), "UNSUPPORTED", -1, null);
        Given read = given(whole, List.of());
        assertThat(new Consistency(index(), read, refused, ALL, false).wrong()).startsWith("one reading was refused");
        assertThat(new Consistency(index(), refused, refused, ALL, false).wrong())
                .isNull();
    }

    @Test
    void aFrameThatComesTwiceIsWrong() {
        Given twice = new Given(part, List.of(), null, Integer.MAX_VALUE, "frame 2 came twice");
        assertThat(new Consistency(index(), given(whole, List.of()), twice, ALL, false).wrong())
                .contains("frame 2 came twice");
    }

    @Test
    void whatWasNotReadAnyMoreIsNotMissing() {
        whole.keySet().removeIf(frame -> frame > 8);
        Given cut = new Given(whole, List.of(), null, 8, null);
        assertThat(new Consistency(index(), cut, given(part, List.of()), ALL, false).wrong())
                .isNull();
    }
}
