package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import java.util.HashMap;
import java.util.Map;

/**
 * Of codecs whose packets are frames: the parser finds a picture in the call that feeds its packet, and from then on it is known by
 * its surface. A frame that is hidden keeps its time, which the parser then gives to the next one that is shown. Pure.
 */
final class FramePackets implements PicturePackets {
    private final Map<Integer, Long> bySurface = new HashMap<>();
    private long fed = NONE;

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
        return picture.at(numberOfFed(picture.surface()));
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
