package io.nvvideo.media;

import java.io.Serializable;

/**
 * Which frame it is: identity and timing, without pixels.
 *
 * @param streamIndex video stream in the container
 * @param index position in presentation order, from 0
 * @param pts presentation timestamp in ticks of {@code timeBase}, as stored
 * @param dts decoding timestamp of its packet in ticks; null if the container has none
 * @param duration in ticks; 0 if unknown
 * @param timeBase seconds per tick
 * @param keyFrame whether decoding can start here
 * @param pictureType {@code I}, {@code P}, {@code B}, …; null if not decoded
 * @param corrupt whether the decoder reported damage of it or concealed it, or may have decoded it from pictures of which this is
 *     true or which it could not decode: those behind them up to the next key frame; null if not decoded. Of a picture that is shown
 *     before a damaged one that it is predicted from, that is not known
 */
public record FrameInfo(
        int streamIndex,
        long index,
        long pts,
        Long dts,
        long duration,
        Rational timeBase,
        boolean keyFrame,
        String pictureType,
        Boolean corrupt)
        implements Serializable {

    /** The same once it is decoded. */
    public FrameInfo decoded(String type, boolean isCorrupt) {
        return new FrameInfo(streamIndex, index, pts, dts, duration, timeBase, keyFrame, type, isCorrupt);
    }

    /** Presentation time in seconds, as stored (not rebased to 0). */
    public double timeSeconds() {
        return timeBase.seconds(pts);
    }
}
