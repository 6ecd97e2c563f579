package io.nvvideo.fuzz;

import io.nvvideo.VideoException;
import io.nvvideo.fuzz.Given.Picture;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Planner;
import java.util.BitSet;

/**
 * Two readings of one file, however damaged, that have to agree: a frame that comes is the same in both, all columns of it, and
 * every wanted one comes, or its own reader has heard why not.
 *
 * <p>What is excused:
 * <ul>
 *   <li>Pixels, type and flag of a frame whose decoding leads through damage that either reading told of (a failure, or a frame
 *       that is called corrupt): what a decoder makes of a picture whose references are damaged depends on what it has decoded
 *       before. Decoding leads from the packet of the frame's key frame to its own, so nothing is excused that is stored before the
 *       damage, or behind the next key frame. Frame number and times are never excused.
 *   <li>A frame that does not come, where its own reading told of a failure behind the same key frame: one is told of the first of
 *       them that is lost.
 *   <li>The same by a failure that names no frame, or where a decoder has made something up and only its log says so ({@link
 *       FfmpegGuesses}): then of all frames, for nothing tells of which.
 * </ul>
 */
final class Consistency {
    private final FrameIndex index;
    private final Given whole;
    private final Given part;
    private final Told byWhole;
    private final Told byPart;
    private final boolean guessed;
    private int compared;
    private int excused;
    private String wrong;

    /** What a reading told of damage. */
    private final class Told {
        /** Packets of damaged frames. */
        private final BitSet packets = new BitSet();
        /** Where the decoding of frames starts of which a failure was told. */
        private final BitSet failed = new BitSet();

        private boolean somewhere;

        Told(Given reading) {
            for (VideoException failure : reading.failures()) {
                if (failure.frame() >= 0 && failure.frame() < index.frameCount()) {
                    packets.set(index.packetOfFrame((int) failure.frame()));
                    failed.set(Planner.startPacket(index, (int) failure.frame()));
                } else {
                    somewhere = true;
                }
            }
            reading.frames().forEach((frame, picture) -> {
                if (picture.corrupt()) {
                    packets.set(index.packetOfFrame(frame));
                }
            });
        }

        /** Whether decoding of a frame leads through the damage. */
        boolean reaches(int frame) {
            int first = packets.nextSetBit(Planner.startPacket(index, frame));
            return somewhere || first >= 0 && first <= index.lastPacketOfFrame(frame);
        }

        boolean explainsLossOf(int frame) {
            return somewhere || failed.get(Planner.startPacket(index, frame));
        }
    }

    /**
     * Compares.
     *
     * @param whole a reading of all frames
     * @param part a reading of some
     * @param wanted by {@code part}
     * @param guessed whether a decoder has made something up that only its log tells of
     */
    Consistency(FrameIndex index, Given whole, Given part, int[] wanted, boolean guessed) {
        this.index = index;
        this.whole = whole;
        this.part = part;
        this.byWhole = new Told(whole);
        this.byPart = new Told(part);
        this.guessed = guessed;
        if (whole.refused() != null || part.refused() != null) {
            if (wanted.length > 0 && (whole.refused() == null || part.refused() == null)) {
                say("one reading was refused, the other was not: " + whole.refused() + " / " + part.refused());
            }
            return;
        }
        if (whole.repeated() != null || part.repeated() != null) {
            say("a frame came twice: " + whole.repeated() + " / " + part.repeated());
        }
        BitSet asked = new BitSet();
        for (int frame : wanted) {
            asked.set(frame);
            compare(frame);
        }
        part.frames().keySet().stream()
                .filter(frame -> !asked.get(frame))
                .forEach(frame -> say("nobody asked for frame " + frame));
        for (int frame = 0; frame < index.frameCount(); frame++) {
            if (!whole.frames().containsKey(frame)) {
                requireTold(whole, byWhole, frame, "the complete reading");
            }
        }
    }

    private void compare(int frame) {
        Picture here = part.frames().get(frame);
        Picture there = whole.frames().get(frame);
        if (here == null) {
            requireTold(part, byPart, frame, "this reading");
        } else if (there == null) {
            excused++; // or found wrong with the others that are missing from the complete reading
        } else if (here.equals(there)) {
            compared++;
        } else if (timing(here).equals(timing(there)) && isExcused(frame)) {
            excused++;
        } else {
            say("frame " + frame + " is " + here + ", but " + there + " in the complete reading");
        }
    }

    private boolean isExcused(int frame) {
        return guessed || byWhole.reaches(frame) || byPart.reaches(frame);
    }

    private static FrameInfo timing(Picture picture) {
        return picture.info().decoded(null, false);
    }

    private void requireTold(Given reading, Told told, int frame, String which) {
        // Leading pictures of the very first key frame refer to what is not in the file.
        if (frame > reading.seenUpTo() || frame < index.firstKeyFrame()) {
            return;
        }
        if (told.explainsLossOf(frame)) {
            excused++;
        } else {
            say("frame " + frame + " is missing from " + which + ", and nothing was told of it");
        }
    }

    private void say(String what) {
        if (wrong == null) {
            wrong = what;
        }
    }

    /** What does not agree, the first of it; null if all does. */
    String wrong() {
        return wrong;
    }

    /** Frames that were found to be the same. */
    int compared() {
        return compared;
    }

    /** Frames that were not, or did not come, behind damage that was told of. */
    int excused() {
        return excused;
    }
}
