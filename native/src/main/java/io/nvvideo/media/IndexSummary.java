package io.nvvideo.media;

import java.io.Serializable;

/**
 * What an index says about its stream as a whole.
 *
 * @param frames exact number of frames that a full decode outputs
 * @param keyFrames how many of them are key frames
 * @param maxGop largest number of frames from one key frame to the next, or to the end
 * @param variableFrameRate whether two distances between frames differ by more than rounding (one tick)
 * @param firstPts timestamp of the first frame in ticks; null if there is no frame
 * @param lastPts timestamp of the last frame in ticks; null if there is no frame
 */
public record IndexSummary(
        int frames, int keyFrames, int maxGop, boolean variableFrameRate, Long firstPts, Long lastPts)
        implements Serializable {}
