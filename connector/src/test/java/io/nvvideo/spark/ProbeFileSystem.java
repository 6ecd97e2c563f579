package io.nvvideo.spark;

import java.io.File;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under the scheme {@code probe}: shows that nothing depends on {@code file}. */
public final class ProbeFileSystem extends RawLocalFileSystem {
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
}
