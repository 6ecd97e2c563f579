package io.nvvideo.io;

import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source that is opened more than once: what was read while its header was looked at the first time is not read again. Counts
 * what is really read.
 */
public final class RememberedSource implements ByteSource {
    /** The header of a film of some hours. */
    private static final long MAX_BYTES = 16 << 20;

    private final ByteSource source;
    /** What was read, by its position; no entry overlaps another. */
    private final TreeMap<Long, byte[]> remembered = new TreeMap<>();

    private boolean remembering = true;
    private long rememberedBytes;
    private long bytesRead;

    /** Remembers from now on; owns the source. */
    public RememberedSource(ByteSource source) {
        this.source = source;
    }

    /** Remembers no more, but keeps what it has. */
    public void endOfHeader() {
        remembering = false;
    }

    /** Lets go of what it has. */
    public void forget() {
        remembering = false;
        remembered.clear();
    }

    /** Bytes read from the source so far. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public boolean isSeekable() {
        return source.isSeekable();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        Map.Entry<Long, byte[]> known = remembered.floorEntry(position);
        if (known != null && position < known.getKey() + known.getValue().length) {
            int from = (int) (position - known.getKey());
            int count = Math.min(length, known.getValue().length - from);
            System.arraycopy(known.getValue(), from, buffer, offset, count);
            return count;
        }
        Long next = remembered.ceilingKey(position);
        int count =
                source.read(position, buffer, offset, next == null ? length : (int) Math.min(length, next - position));
        if (count > 0) {
            bytesRead += count;
            remember(position, buffer, offset, count);
        }
        return count;
    }

    private void remember(long position, byte[] buffer, int offset, int count) {
        if (remembering && source.isSeekable() && rememberedBytes + count <= MAX_BYTES) {
            byte[] copy = new byte[count];
            System.arraycopy(buffer, offset, copy, 0, count);
            remembered.put(position, copy);
            rememberedBytes += count;
        }
    }

    @Override
    public void expect(ByteRanges ranges) {
        source.expect(ranges);
    }

    @Override
    public void close() throws IOException {
        forget();
        source.close();
    }
}
