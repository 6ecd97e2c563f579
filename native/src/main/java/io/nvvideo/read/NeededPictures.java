package io.nvvideo.read;

import io.nvvideo.demux.KeptPictures;
import java.util.List;

/**
 * Which of some pictures, one behind the other in decode order, have to be decoded for the wanted ones among them and for what
 * comes behind them. Pure.
 */
final class NeededPictures {
    /**
     * One picture.
     *
     * @param wanted for itself
     * @param disposable no other is predicted from it
     * @param kept what its header says; null if it says nothing
     */
    record Picture(boolean wanted, boolean disposable, KeptPictures kept) {}

    private final List<Picture> pictures;
    private final boolean complete;
    private final boolean[] needed;

    /**
     * Looks at all of them.
     *
     * @param complete whether nothing behind the last one is decoded
     */
    NeededPictures(List<Picture> pictures, boolean complete) {
        this.pictures = pictures;
        this.complete = complete;
        needed = new boolean[pictures.size()];
        for (int i = pictures.size() - 1; i >= 0; i--) {
            Picture picture = pictures.get(i);
            needed[i] = picture.wanted || !picture.disposable && isOfUse(i);
        }
    }

    boolean isNeeded(int picture) {
        return needed[picture];
    }

    /** Whether one that is decoded may refer to it, those behind it being known already. */
    private boolean isOfUse(int picture) {
        KeptPictures its = pictures.get(picture).kept;
        if (its == null || !its.alone()) {
            return true;
        }
        for (int i = picture + 1; i < needed.length; i++) {
            KeptPictures later = pictures.get(i).kept;
            if (later == null) {
                return true;
            }
            if (later.resets() || !later.keeps(its.order())) {
                // What is not kept once is never kept again (Rec. ITU-T H.265, 8.3.2).
                return false;
            }
            if (needed[i]) {
                return true;
            }
        }
        return !complete;
    }

    /** How many there are. */
    int count() {
        return needed.length;
    }

    /**
     * Whether decoding can go on without a picture.
     *
     * @param orderKnown whether {@code decoderOrder} means anything
     * @param decoderOrder of the picture by which the decoder would tell the order of the next one
     */
    boolean canLeaveOut(int picture, boolean orderKnown, long decoderOrder) {
        if (needed[picture]) {
            return false;
        }
        Picture its = pictures.get(picture);
        return its.disposable || !its.kept.carriesOrder() || orderKnown && isOrderClear(picture, decoderOrder);
    }

    /** Whether the decoder tells the order of all that come next as if it had seen the picture too (8.3.1). */
    private boolean isOrderClear(int picture, long decoderOrder) {
        for (int i = picture + 1; i < needed.length; i++) {
            KeptPictures later = pictures.get(i).kept;
            if (later == null) {
                return false;
            }
            if (later.resets()) {
                return true;
            }
            if (Math.abs(later.order() - decoderOrder) >= later.orderReach()) {
                return false;
            }
            if (needed[i] && later.carriesOrder()) {
                return true;
            }
        }
        return complete;
    }
}
