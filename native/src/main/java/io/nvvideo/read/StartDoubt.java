package io.nvvideo.read;

/**
 * When a run is decoded again from an earlier key frame: because its frames do not come, or come damaged, only for what the
 * decoder has not seen. What stays wrong from there is the file's fault, and no reason to decode it many times over.
 */
final class StartDoubt {
    /** After that many runs in which going back did not help, it is given up: nothing does. */
    private static final int MAX_FRUITLESS_RUNS = 3;

    /** One key frame back, then two more: what fails in the same way from there fails from everywhere. */
    private static final int MAX_DOUBTS = 2;

    private int fruitlessRuns;
    private int doubts;
    private boolean failed;
    /** Key frames to go back the next time. */
    private int keysBack = 1;

    /** Another run begins. */
    void begin() {
        doubts = 0;
        failed = false;
        keysBack = 1;
    }

    /** Whether going back has helped often enough to be tried where no frame at all has come. */
    boolean isUseful() {
        return fruitlessRuns < MAX_FRUITLESS_RUNS;
    }

    /** Whether an error, a gap or a damaged frame behind others is worth going back. */
    boolean isAllowed() {
        return isUseful() && doubts < MAX_DOUBTS;
    }

    /** Going back for such a reason. */
    void count() {
        doubts++;
    }

    /** What was wrong is told to the caller. */
    void believe() {
        failed = true;
    }

    /**
     * Key frames to go back now. Twice as far each time: all attempts together then cost no more than two readings from the
     * beginning.
     */
    int keysBack(int max) {
        int keys = keysBack;
        keysBack = Math.min(2 * keysBack, max);
        return keys;
    }

    /** Going back has not helped the run. */
    void countFruitless() {
        fruitlessRuns++;
    }

    /**
     * The run is over.
     *
     * @param nothing whether no picture came since the last start, though some were wanted
     * @param lost whether frames are missing
     */
    void end(boolean nothing, boolean lost) {
        if (nothing || doubts > 0 && (failed || lost)) {
            countFruitless();
        }
    }
}
