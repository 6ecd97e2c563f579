package io.nvvideo.spark.storage;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.ByteRanges;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of any file system that Hadoop knows. One look at the file's status, one open; then windows as {@link BytesAhead}
 * cuts them. Where the file system can tell (S3 can), a file that changes while it is read is an error.
 */
public final class HadoopByteSource implements ByteSource, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopByteSource.class);

    private final String name;
    /** Not shared with others, and so to be closed here; else null. */
    private final FileSystem ownFileSystem;

    private final FileStatus status;
    private final FSDataInputStream stream;
    private final BytesAhead ahead;

    /** Opens a file; its length is what the file system says now, not what it said when the query was planned. */
    HadoopByteSource(String name, Configuration configuration) {
        this.name = name;
        FileSystem own = null;
        try {
            Path path = new Path(name);
            FileSystem fileSystem = path.getFileSystem(configuration);
            own = isShared(fileSystem, configuration) ? null : fileSystem;
            this.status = fileSystem.getFileStatus(path);
            this.stream = open(fileSystem, path, status);
        } catch (IOException | RuntimeException e) {
            close(own);
            throw notOpened(e);
        }
        this.ownFileSystem = own;
        this.ahead = new BytesAhead(this::readStream, status.getLen());
    }

    /** Hadoop keeps file systems for all to use, unless it is told not to. */
    private static boolean isShared(FileSystem fileSystem, Configuration configuration) {
        String scheme = fileSystem.getUri().getScheme();
        return !configuration.getBoolean("fs." + scheme + ".impl.disable.cache", false);
    }

    /**
     * Opens for reading in pieces, each as long as it is asked for: {@link BytesAhead} knows better than the store what comes
     * next. With the status, the store need not ask for it again. What a store does not know, it ignores.
     */
    private static FSDataInputStream open(FileSystem fileSystem, Path path, FileStatus status) throws IOException {
        FutureDataInputStreamBuilder builder = fileSystem
                .openFile(path)
                .opt("fs.option.openfile.read.policy", "random")
                // The same before Hadoop 3.3.5.
                .opt("fs.s3a.experimental.input.fadvise", "random");
        if (status.getPath().equals(fileSystem.makeQualified(path))) {
            builder = builder.withFileStatus(status);
        }
        try {
            return builder.build().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }

    private VideoException notOpened(Exception e) {
        if (e instanceof FileNotFoundException) {
            return new VideoException(
                    Code.NOT_FOUND,
                    "Cannot open " + name
                            + ": it does not exist any more. Read again, or set ignoreMissingFiles to true.",
                    e);
        }
        return new VideoException(Code.IO, "Cannot open " + name + ": " + e.getMessage() + ".", e);
    }

    /**
     * Opens a file that was listed.
     *
     * @param path full URI
     * @param listedLength bytes, as listed
     * @param listedMicros time of the last change in microseconds since the epoch, as listed
     * @throws VideoException IO if its length or, in whole seconds, its time of change is not as listed
     */
    public static HadoopByteSource open(
            String path, long listedLength, long listedMicros, Configuration configuration) {
        HadoopByteSource source = new HadoopByteSource(path, configuration);
        try {
            source.requireUnchanged(listedLength, listedMicros);
            return source;
        } catch (VideoException e) {
            close(source);
            throw e;
        }
    }

    private void requireUnchanged(long listedLength, long listedMicros) {
        // Some stores list fractions of a second and tell none when asked for one file; some know no times at all.
        long then = listedMicros / 1_000_000;
        long now = status.getModificationTime() / 1000;
        if (listedLength != length() || (then != now && then > 0 && now > 0)) {
            throw new VideoException(
                    Code.IO,
                    "Cannot open " + name + ": it has changed since the query was planned. It had " + listedLength
                            + " bytes when the query was planned, and has " + length() + " now. Read again.");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return status.getLen();
    }

    /** When the file was changed last, in milliseconds since the epoch; 0 if its store does not tell. */
    long modificationMillis() {
        return status.getModificationTime();
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int wanted) throws IOException {
        try {
            return ahead.read(position, buffer, offset, wanted);
        } catch (FileNotFoundException e) {
            throw new VideoException(
                    Code.NOT_FOUND,
                    "Cannot read " + name + " at byte " + position
                            + ": it was removed while it was read. Read again, or set ignoreMissingFiles to true.",
                    e);
        } catch (ChecksumException e) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot read " + name + " at byte " + position + ": " + e.getMessage() + ". Copy it again.",
                    e);
        }
    }

    @Override
    public void expect(ByteRanges ranges) {
        ahead.expect(ranges);
    }

    private int readStream(long position, byte[] into, int offset, int length) throws IOException {
        // A seek to where the stream is already would make some object stores open a new connection.
        if (stream.getPos() != position) {
            stream.seek(position);
        }
        return stream.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            if (ownFileSystem != null) {
                ownFileSystem.close();
            }
        }
    }

    private static void close(Closeable opened) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.debug("Cannot close {}", opened, e);
            }
        }
    }
}
