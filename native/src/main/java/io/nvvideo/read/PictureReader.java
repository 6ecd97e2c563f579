package io.nvvideo.read;

import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.image.Image;
import io.nvvideo.media.FrameInfo;

/** What all readers of frames share: the current picture, its image on demand, and the time that getting there took. */
abstract class PictureReader implements FrameSequence {
    private DecodedPicture picture;
    private FrameInfo info;
    private Image image;
    private volatile boolean closed;
    private long nanos;

    /** Decodes up to the next wanted picture, and shows it; false at the end. */
    abstract boolean advance();

    /** Makes a picture the current one. */
    final void show(DecodedPicture shown, FrameInfo itsInfo) {
        picture = shown;
        info = itsInfo;
    }

    /** Packets that were not decoded between wanted ones. */
    long skipped() {
        return 0;
    }

    final boolean isClosed() {
        return closed;
    }

    /** Nanoseconds spent in {@link #next()}. */
    final long nanos() {
        return nanos;
    }

    @Override
    public final boolean next() {
        forget();
        long start = System.nanoTime();
        try {
            return !closed && advance();
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    @Override
    public final FrameInfo info() {
        if (info == null) {
            throw new IllegalStateException("There is no current frame: next() was not called or returned false");
        }
        return info;
    }

    @Override
    public final Image image() {
        info();
        if (image == null) {
            image = picture.pixels().get();
        }
        return image;
    }

    /** Ends {@link #next()} soon, and all later ones at once. The one thing that another thread may ask for. */
    final void stop() {
        closed = true;
    }

    @Override
    public final void close() {
        closed = true;
        forget();
        release();
    }

    /** Frees what this reader holds; may be called again. */
    void release() {}

    private void forget() {
        picture = null;
        info = null;
        image = null;
    }
}
