package io.nvvideo.read;

import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.DecodePlan;
import io.nvvideo.select.DecodePlan.Skip;
import io.nvvideo.select.Planner;

/**
 * From which packet a run is decoded, and whether it is decoded once more when its frames do not come or come damaged: with every
 * packet if some were left out, or else from an earlier key frame. Where a retry is worth it, it is the caller's to begin it, at
 * {@link #packet()}.
 */
final class RunStart {
    private final FrameIndex index;
    private final LeftOut leftOut;
    private final StartDoubt doubt = new StartDoubt();
    private DecodePlan.Run run;
    private int packet;
    /** Whether a wanted frame has come since decoding began, the last time. */
    private boolean delivered;

    RunStart(FrameIndex index, LeftOut leftOut) {
        this.index = index;
        this.leftOut = leftOut;
    }

    /** Another run begins. */
    void begin(DecodePlan.Run next) {
        run = next;
        doubt.begin();
        leftOut.begin(next);
        moveTo(leftOut.start());
    }

    /** Where decoding begins. */
    int packet() {
        return packet;
    }

    /** A wanted frame has come, and is given to the caller as it is. */
    void deliver(boolean corrupt) {
        if (corrupt) {
            doubt.believe();
        }
        delivered = true;
    }

    /** Whether the run is decoded once more after an error. */
    boolean retryAfterError() {
        return leftOut.mayBeToBlame() ? retryWithEveryPacket() : retryFromEarlier(false);
    }

    /**
     * Whether an error is one of the run, which is over here: not of what stands before it and is decoded only for its sake.
     *
     * @param nextPacket that would be fed next
     */
    boolean isOfRun(int nextPacket) {
        return packet == run.firstPacket() || nextPacket > run.firstPacket();
    }

    /** An error is told to the caller. */
    void believe() {
        doubt.believe();
    }

    /**
     * Whether it is decoded once more for the sake of a wanted picture that has come.
     *
     * @param gap whether another one should have come before
     */
    boolean retryForPicture(boolean gap, boolean corrupt) {
        if (!gap && !corrupt) {
            return false;
        }
        return leftOut.mayBeToBlame() ? retryWithEveryPacket() : retryFromEarlier(gap);
    }

    /**
     * Whether a picture is what decoding began with, and is predicted from another one, though the container calls it a key frame:
     * the decoder has made something up for what it is predicted from.
     */
    boolean isUnfounded(DecodedPicture decoded) {
        return decoded.packet() == packet
                && index.packets().isKey(packet)
                && !decoded.keyFrame()
                && (decoded.type().equals("P") || decoded.type().equals("B"));
    }

    /** Whether it is decoded once more because of that: from as far ahead as it takes, unless that has been in vain before. */
    boolean retryForUnfounded() {
        boolean retry = retryFromEarlier(true);
        if (!retry) {
            doubt.countFruitless();
        }
        return retry;
    }

    /**
     * Whether it is decoded once more at its end; it is over if not.
     *
     * @param missing whether a wanted frame has not come
     */
    boolean retryAtEnd(boolean missing) {
        if (missing && (leftOut.mayBeToBlame() || !delivered && leftOut.mayBeToBlameForAll())) {
            return retryWithEveryPacket();
        }
        if (missing && retryFromEarlier(true)) {
            return true;
        }
        doubt.end(missing && !delivered, missing);
        leftOut.end();
        return false;
    }

    /** A wanted frame is worth more than the time that leaving packets out saves. */
    private boolean retryWithEveryPacket() {
        leftOut.stop();
        moveTo(packet);
        return true;
    }

    /** Not everything behind a key frame can be decoded from it, nor behind every start what refers to tables said before. */
    private boolean retryFromEarlier(boolean gap) {
        if (packet <= 0 || run.skip() == Skip.UNWANTED) {
            return false;
        }
        if (!gap || delivered || !doubt.isUseful()) {
            if (!doubt.isAllowed()) {
                return false;
            }
            doubt.count();
        }
        int earlier = packet;
        for (int i = doubt.keysBack(index.packets().count()); i > 0 && earlier > 0; i--) {
            earlier = Planner.earlierStart(index, earlier);
        }
        moveTo(earlier);
        return true;
    }

    private void moveTo(int start) {
        packet = start;
        delivered = false;
        leftOut.restart(start);
    }
}
