package io.nvvideo.io;

import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Where the bytes of a video come from. Used by one thread at a time; owned, and closed, by the {@code Video} that it is
 * given to.
 */
public interface ByteSource extends AutoCloseable {

    /** Path or URI; for error messages, and its extension for telling formats apart where the bytes leave it open. */
    String name();

    /** Number of bytes, or -1 if it is not known before the end. */
    long length();

    /** Whether any position can be read at any time; if not, positions only grow. */
    boolean isSeekable();

    /**
     * Reads up to {@code length} bytes at {@code position}, counted from the beginning of the source.
     *
     * @param offset where in the buffer the first of them goes
     * @return how many bytes were read, at least 1; or -1 at the end
     * @throws IOException if they cannot be read: the video fails with code IO, unless it is a {@code VideoException}
     */
    int read(long position, byte[] buffer, int offset, int length) throws IOException;

    /**
     * Told before decoding which bytes are going to be read, so that they can be fetched with few requests. A hint: fewer, more
     * or other bytes may be read, and a later call takes the place of an earlier one.
     *
     * @param ranges sorted, with less than 64 KB in between joined; none if nothing is known
     */
    default void expect(ByteRanges ranges) {}

    @Override
    void close() throws IOException;

    /**
     * A file of the local file system, opened at once.
     *
     * @throws io.nvvideo.VideoException NOT_FOUND if it does not exist, IO if it cannot be opened
     */
    static ByteSource of(Path file) {
        return new FileByteSource(file);
    }

    /** Bytes in memory; they are not copied. */
    static ByteSource of(String name, byte[] bytes) {
        return new MemoryByteSource(name, bytes);
    }

    /** A sequential feed, such as a pipe or a network stream: it can be read once, from beginning to end. Closed with the source. */
    static ByteSource of(String name, InputStream feed) {
        return new FeedByteSource(name, feed);
    }
}
