package io.nvvideo.spark.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.io.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file of any file system that Hadoop knows. */
final class HadoopByteSource implements ByteSource {
    private final String name;
    private final long length;
    private final FSDataInputStream stream;

    /** Opens a file; its length is what the file system says now, not what it said when the query was planned. */
    HadoopByteSource(String name, Configuration configuration) {
        this.name = name;
        try {
            Path path = new Path(name);
            FileSystem fileSystem = path.getFileSystem(configuration);
            this.length = fileSystem.getFileStatus(path).getLen();
            this.stream = fileSystem.open(path);
        } catch (FileNotFoundException e) {
            throw new VideoException(
                    Code.NOT_FOUND,
                    "Cannot open " + name
                            + ": it does not exist any more. Read again, or set ignoreMissingFiles to true.",
                    e);
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
        if (position >= length) {
            return -1;
        }
        // A seek to where the stream is already would make some object stores open a new connection.
        if (stream.getPos() != position) {
            stream.seek(position);
        }
        return stream.read(buffer, offset, wanted);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
