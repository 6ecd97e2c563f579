package io.nvvideo;

import io.nvvideo.image.Image;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.read.FrameSequence;

/** Frames that are being read, as users know them. */
record OpenFrames(FrameSequence frames) implements FrameReader {
    @Override
    public boolean next() {
        return frames.next();
    }

    @Override
    public FrameInfo info() {
        return frames.info();
    }

    @Override
    public Image image() {
        return frames.image();
    }

    @Override
    public void close() {
        frames.close();
    }
}
