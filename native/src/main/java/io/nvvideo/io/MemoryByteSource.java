package io.nvvideo.io;

/** Bytes in memory. */
final class MemoryByteSource implements ByteSource {
    private final String name;
    private final byte[] bytes;

    MemoryByteSource(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int wanted) {
        if (position >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(wanted, bytes.length - position);
        System.arraycopy(bytes, (int) position, buffer, offset, count);
        return count;
    }

    @Override
    public void close() {
        // Nothing is held but the array, which is the caller's.
    }
}
