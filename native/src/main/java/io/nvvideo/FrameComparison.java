package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Image;
import io.nvvideo.image.Output;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Tells how frames of a video that is read in one way differ from those of the same video read in another. */
final class FrameComparison {
    /** What the one who decodes fails with, and not the video. */
    private static final Set<Code> NOT_OF_THE_VIDEO =
            EnumSet.of(Code.UNSUPPORTED, Code.CANCELLED, Code.DEVICE_MEMORY, Code.DEVICE_FAILED);

    /** Codes of 16 bits that one of 8 bits stands for. */
    private static final double CODES_PER_STEP = 257;

    private final Selection selection;
    private final Output output;
    private final double mostSteps;
    private final int mostFrames;

    /**
     * @param mostSteps how far a component may be off, in steps of 255; 0: not a bit
     * @param mostFrames frames behind which nothing is looked at
     */
    FrameComparison(Selection selection, Output output, double mostSteps, int mostFrames) {
        this.selection = selection;
        this.output = output;
        this.mostSteps = mostSteps;
        this.mostFrames = mostFrames;
    }

    /** A frame, or the error in its place. */
    private record Seen(String what, byte[] pixels) {}

    /**
     * The first difference; empty if there is none.
     *
     * @param one begins to read the video in one way
     * @param other begins to read it in the other way
     * @throws VideoException UNSUPPORTED, CANCELLED, DEVICE_MEMORY, DEVICE_FAILED if one of them cannot be read in its way
     */
    Optional<String> difference(
            BiFunction<Selection, Output, FrameReader> one, BiFunction<Selection, Output, FrameReader> other) {
        try (FrameReader ones = one.apply(selection, output);
                FrameReader others = other.apply(selection, output)) {
            for (int frame = 0; frame < mostFrames; frame++) {
                Seen here = next(ones);
                Seen there = next(others);
                if (here == null && there == null) {
                    break;
                }
                String different = difference(here, there);
                if (different != null) {
                    return Optional.of("frame " + frame + different);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a failure tells of the video, and not of the one who decodes. */
    static boolean isOfTheVideo(VideoException failure) {
        return !NOT_OF_THE_VIDEO.contains(failure.code());
    }

    private static Seen next(FrameReader frames) {
        try {
            if (!frames.next()) {
                return null;
            }
            FrameInfo info = frames.info();
            Image image = frames.image();
            byte[] pixels = new byte[Math.toIntExact(image.shape().byteSize())];
            image.copyTo(ByteBuffer.wrap(pixels));
            return new Seen(info + " " + image.shape(), pixels);
        } catch (VideoException e) {
            if (!isOfTheVideo(e)) {
                throw e;
            }
            return new Seen(e.code() + " " + e.getMessage(), new byte[0]);
        }
    }

    private String difference(Seen one, Seen other) {
        String here = one == null ? "missing" : one.what();
        String there = other == null ? "missing" : other.what();
        if (!Objects.equals(here, there)) {
            return " is " + here + ", and " + there;
        }
        double steps = steps(one.pixels(), other.pixels());
        return steps > mostSteps ? " is " + steps + " steps apart" : null;
    }

    /** The largest difference, in steps of 255. */
    private double steps(byte[] one, byte[] other) {
        if (mostSteps > 0 && output.bitDepth() == 16) {
            ByteBuffer ones = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer others = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
            int most = 0;
            for (int at = 0; at < one.length; at += 2) {
                most = Math.max(most, Math.abs((ones.getShort(at) & 0xffff) - (others.getShort(at) & 0xffff)));
            }
            return most / CODES_PER_STEP;
        }
        int most = 0;
        for (int at = 0; at < one.length; at++) {
            most = Math.max(most, Math.abs((one[at] & 0xff) - (other[at] & 0xff)));
        }
        return most;
    }
}
