package io.nvvideo.spark.read;

import io.nvvideo.spark.column.Need;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Plans a scan: which task reads which of the files that are left. */
final class VideoBatch implements Batch {
    private final FileListing listing;
    private final List<VideoFile> files;
    private final Query query;
    private final PackingOptions packing;
    private final Set<Need> needs;

    VideoBatch(FileListing listing, List<VideoFile> files, Query query, PackingOptions packing, Set<Need> needs) {
        this.listing = listing;
        this.files = files;
        this.query = query;
        this.packing = packing;
        this.needs = needs;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        Grouping grouping = query.pushed().grouping();
        boolean inOneTask =
                query.pushed().isLimitComplete() || grouping != null && grouping.isGlobal() && files.isEmpty();
        if (inOneTask) {
            return new InputPartition[] {FilePacker.together(files)};
        }
        return FilePacker.pack(files, packing, Need.decode(needs)).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession spark = SparkSession.active();
        Configuration hadoop = listing.hadoopConfiguration(spark);
        // Broadcast, because a Hadoop configuration has some 100 KB and there is a copy of the factory in every task.
        Broadcast<SerializableConfiguration> shared = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .broadcast(new SerializableConfiguration(hadoop));
        if (needs.contains(Need.PIXELS)) {
            BatchAdvice.warnIfPythonMayOverflow(spark, query.options());
        }
        return new VideoReaderFactory(query, shared);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoBatch that
                && query.equals(that.query)
                && packing.equals(that.packing)
                && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return Objects.hash(query, packing, files);
    }
}
