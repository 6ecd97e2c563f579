package io.nvvideo.io;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A local file. */
final class FileByteSource implements ByteSource {
    private final String name;
    private final FileChannel channel;
    private final long length;

    FileByteSource(Path file) {
        this.name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory");
            }
            this.channel = FileChannel.open(file);
            this.length = channel.size();
        } catch (NoSuchFileException e) {
            throw new VideoException(Code.NOT_FOUND, "Cannot open " + name + ": it does not exist.", e);
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot open " + name + ": " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int wanted) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
