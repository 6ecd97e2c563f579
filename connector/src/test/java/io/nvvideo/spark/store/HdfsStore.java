package io.nvvideo.spark.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;

/** An HDFS of one name node and one data node in this JVM, with blocks of 1 MB. */
final class HdfsStore implements Store {
    private final MiniDFSCluster cluster;
    private final Configuration configuration;

    HdfsStore(Path folder) throws IOException {
        Configuration settings = new Configuration();
        settings.set("dfs.namenode.fs-limits.min-block-size", "1048576");
        settings.set("dfs.blocksize", "1048576");
        // Whoever starts a name node may read everything, so someone else does.
        cluster = asSomeoneElse(() -> new MiniDFSCluster.Builder(settings, folder.toFile())
                .numDataNodes(1)
                .build());
        configuration = new Configuration(cluster.getConfiguration(0));
        asSomeoneElse(() -> {
            cluster.getFileSystem().setPermission(new org.apache.hadoop.fs.Path("/"), new FsPermission((short) 0777));
            return null;
        });
    }

    private static <T> T asSomeoneElse(PrivilegedExceptionAction<T> action) throws IOException {
        try {
            return UserGroupInformation.createRemoteUser("keeper").doAs(action);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String root() {
        return "hdfs://localhost:" + cluster.getNameNodePort() + "/videos";
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public void forbid(String path) throws IOException {
        fileSystem().setPermission(new org.apache.hadoop.fs.Path(name(path)), new FsPermission((short) 0));
    }

    @Override
    public void close() {
        cluster.shutdown();
    }
}
