package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;

/** Of a codec whose pictures come with the times of their packets, which are fed as numbers. Pure. */
final class TimedPackets implements PicturePackets {
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
    public void found(int surface, byte[] slice) {}

    @Override
    public DuePicture numbered(DuePicture picture) {
        return picture;
    }

    @Override
    public long numberOfFed(int surface) {
        return fed;
    }

    @Override
    public void forgetSurfaces() {}

    @Override
    public void clear() {
        fed = NONE;
    }
}
