package io.nvvideo.spark.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** A place where files live, with what a test needs to put them there. Paths are relative to the root. */
interface Store extends AutoCloseable {
    /** URI of the root, without a slash at the end. */
    String root();

    /** What Hadoop needs to find the store. */
    Configuration configuration();

    /** Takes away the right to read a file. */
    void forbid(String path) throws IOException;

    /** The full name of a file, unescaped, as nvvideo gives it in the column {@code path}. */
    default String name(String path) {
        return root() + "/" + path;
    }

    private org.apache.hadoop.fs.Path path(String path) {
        return new org.apache.hadoop.fs.Path(name(path));
    }

    /** The file system as Hadoop opens it for everyone. */
    default FileSystem fileSystem() {
        try {
            return path("x").getFileSystem(configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a local file there. */
    default void put(Path local, String path) throws IOException {
        fileSystem().copyFromLocalFile(false, true, new org.apache.hadoop.fs.Path(local.toUri()), path(path));
    }

    /** Writes a file of zero bytes. */
    default void putEmpty(String path) throws IOException {
        fileSystem().create(path(path), true).close();
    }

    /** Removes a file. */
    default void remove(String path) throws IOException {
        fileSystem().delete(path(path), false);
    }

    @Override
    void close() throws IOException;
}
