package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import java.util.HashMap;
import java.util.Map;

/**
 * Of codecs whose packets are frames: the parser finds a picture in the call that feeds its packet, and from then on it is known by
 * its surface. A frame of VP8 and VP9 that is hidden keeps its time, which the parser then gives to the next one that is shown; those
 * of AV1 tell their packets, of which every one (a temporal unit) shows one frame, decoded then or before. Pure.
 */
final class FramePackets implements PicturePackets {
    private final boolean timesTell;
    private final Map<Integer, Long> bySurface = new HashMap<>();
    private long fed = NONE;

    /**
     * @param timesTell whether pictures come with the times of their packets, which are fed as numbers
     */
    FramePackets(boolean timesTell) {
        this.timesTell = timesTell;
    }

    @Override
    public boolean readsBytes() {
        return false;
    }

    @Override
    public boolean slicesTell() {
        return false;
    }

    @Override
    public void feed(long number, long time, byte[] bytes) {
        fed = number;
    }

    @Override
    public void found(int surface, byte[] slice) {
        bySurface.put(surface, fed);
    }

    @Override
    public DuePicture numbered(DuePicture picture) {
        return timesTell ? picture : picture.at(numberOfFed(picture.surface()));
    }

    @Override
    public long numberOfFed(int surface) {
        return bySurface.getOrDefault(surface, NONE);
    }

    @Override
    public void forgetSurfaces() {
        bySurface.clear();
    }

    @Override
    public void clear() {
        bySurface.clear();
        fed = NONE;
    }
}
