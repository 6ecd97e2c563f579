package io.nvvideo.io;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read once. */
final class FeedByteSource implements ByteSource {
    private final String name;
    private final InputStream feed;
    private long position;

    FeedByteSource(String name, InputStream feed) {
        this.name = name;
        this.feed = feed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public int read(long wantedPosition, byte[] buffer, int offset, int wanted) throws IOException {
        if (wantedPosition != position) {
            throw new IOException("a feed cannot go from byte " + position + " to byte " + wantedPosition);
        }
        int count = feed.read(buffer, offset, wanted);
        if (count > 0) {
            position += count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        feed.close();
    }
}
