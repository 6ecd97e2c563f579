package io.nvvideo.spark.read;

import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Condition;
import io.nvvideo.spark.condition.Outcomes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Whether a row is wanted, told as early as it can be known. */
final class RowFilter {
    private static final Set<Need> LISTED = EnumSet.of(Need.LISTING);
    private static final Set<Need> OPENED = EnumSet.of(Need.LISTING, Need.HEADER, Need.STREAMS);
    private static final Set<Need> INDEXED = EnumSet.of(Need.LISTING, Need.HEADER, Need.STREAMS, Need.INDEX);
    private static final Set<Need> UNDECODED =
            EnumSet.of(Need.LISTING, Need.HEADER, Need.STREAMS, Need.INDEX, Need.SHAPE);
    private static final Set<Need> COMPLETE = EnumSet.allOf(Need.class);

    private final View view;
    private final ViewName rows;
    private final boolean tellsErrors;
    private final Sample sample;
    private final List<Condition.Test> tests;
    private final boolean asksForShape;

    RowFilter(Query query) {
        this(query, query.pushed().conditions());
    }

    RowFilter(Query query, List<Condition> conditions) {
        this.view = query.view();
        this.rows = query.options().view();
        this.tellsErrors = query.options().mode() == ReadMode.PERMISSIVE;
        this.sample = query.pushed().sample();
        this.tests = conditions.stream()
                .map(condition -> condition.bind(path -> view.find(path).orElseThrow()))
                .toList();
        this.asksForShape = conditions.stream()
                .flatMap(Condition::columns)
                .anyMatch(path -> view.find(path).orElseThrow().needs().contains(Need.SHAPE));
    }

    private boolean wantsAll() {
        return tests.isEmpty() && sample == null;
    }

    /** Whether a file may have wanted rows, as far as its listing tells. */
    boolean mayWant(VideoFile file) {
        boolean drawn = sample == null || rows == ViewName.FRAMES || sample.draws(file);
        return drawn && mayBeTrue(view.listed(file), LISTED);
    }

    /** Whether a stream may have wanted rows, as far as its header tells, and the rows of errors that may follow. */
    boolean mayWant(FileRow opened, FileRow error) {
        return mayBeTrue(opened, OPENED) || mayWantError(error);
    }

    /** Whether a row that tells of an error would be wanted for some text of the error. */
    boolean mayWantError(FileRow error) {
        return tellsErrors && mayBeTrue(error, COMPLETE);
    }

    /** Whether the shape of frames that come out of the decoder decides, which may change in the middle of a stream. */
    boolean asksForShape() {
        return asksForShape;
    }

    /**
     * Whether a frame may fulfil the conditions.
     *
     * @param indexed its row, made from the index
     * @param shapeKnown whether its shape is what the row says: with pixels it is known only when they are
     */
    boolean mayWantFrame(FrameRow indexed, boolean shapeKnown) {
        return mayBeTrue(indexed, shapeKnown ? UNDECODED : INDEXED);
    }

    /**
     * Those numbers whose frames are to be read.
     *
     * @param withOthers also those that do not fulfil the conditions
     */
    int[] frames(int[] numbers, IntFunction<FrameRow> indexed, boolean shapeKnown, boolean withOthers) {
        if (wantsAll()) {
            return numbers;
        }
        return IntStream.of(numbers)
                .filter(number -> {
                    FrameRow row = indexed.apply(number);
                    return (withOthers || mayWantFrame(row, shapeKnown)) && (sample == null || sample.draws(row));
                })
                .toArray();
    }

    /** Whether a row fulfils the conditions. */
    boolean wants(FileRow row) {
        return mayBeTrue(row, COMPLETE);
    }

    private boolean mayBeTrue(FileRow row, Set<Need> known) {
        for (Condition.Test test : tests) {
            if (!Outcomes.mayBeTrue(test.outcomes(row, known))) {
                return false;
            }
        }
        return true;
    }
}
