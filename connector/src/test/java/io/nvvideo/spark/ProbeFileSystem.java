package io.nvvideo.spark;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;

/** Local files under the scheme {@code probe}: shows that nothing depends on {@code file}, and what is read of each file. */
public final class ProbeFileSystem extends RawLocalFileSystem {
    /** A read from storage. */
    public record Request(String path, long position, int bytes) {}

    private static final List<Request> REQUESTS = new ArrayList<>();

    /** What was read since the last call. */
    public static List<Request> requests() {
        synchronized (REQUESTS) {
            List<Request> all = List.copyOf(REQUESTS);
            REQUESTS.clear();
            return all;
        }
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return new FSDataInputStream(new Counted(path.toString(), super.open(path, bufferSize)));
    }

    @Override
    public URI getUri() {
        return URI.create("probe:///");
    }

    @Override
    public String getScheme() {
        return "probe";
    }

    @Override
    public File pathToFile(Path path) {
        return new File(path.toUri().getPath());
    }

    @Override
    protected void checkPath(Path path) {
        // Paths of this scheme are the only ones it is given.
    }

    private static final class Counted extends FilterInputStream implements Seekable, PositionedReadable {
        private final String path;
        private final FSDataInputStream stream;

        Counted(String path, FSDataInputStream stream) {
            super(stream);
            this.path = path;
            this.stream = stream;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long position = stream.getPos();
            int count = stream.read(into, offset, length);
            synchronized (REQUESTS) {
                REQUESTS.add(new Request(path, position, Math.max(0, count)));
            }
            return count;
        }

        @Override
        public void seek(long position) throws IOException {
            stream.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return stream.seekToNewSource(position);
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            throw new UnsupportedOperationException("Nothing here reads so");
        }

        @Override
        public void readFully(long position, byte[] into, int offset, int length) {
            throw new UnsupportedOperationException("Nothing here reads so");
        }

        @Override
        public void readFully(long position, byte[] into) {
            throw new UnsupportedOperationException("Nothing here reads so");
        }
    }
}
