package io.nvvideo.spark.read;

import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Plans a scan: which task reads which files. */
final class VideoBatch implements Batch {
    private final FileListing listing;
    private final View view;
    private final StructType wanted;
    private final ReadOptions options;
    private final PackingOptions packing;
    private final Set<Need> needs;

    VideoBatch(
            FileListing listing,
            View view,
            StructType wanted,
            ReadOptions options,
            PackingOptions packing,
            Set<Need> needs) {
        this.listing = listing;
        this.view = view;
        this.wanted = wanted;
        this.options = options;
        this.packing = packing;
        this.needs = needs;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return FilePacker.pack(listing.files(), packing).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession spark = SparkSession.active();
        Configuration hadoop = listing.hadoopConfiguration(spark);
        // Broadcast, because a Hadoop configuration has some 100 KB and there is a copy of the factory in every task.
        Broadcast<SerializableConfiguration> shared = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .broadcast(new SerializableConfiguration(hadoop));
        if (needs.contains(Need.PIXELS)) {
            BatchAdvice.warnIfPythonMayOverflow(spark, options);
        }
        return new VideoReaderFactory(wanted, listing.partitionSchema(), options, shared);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoBatch that
                && wanted.equals(that.wanted)
                && options.equals(that.options)
                && packing.equals(that.packing)
                && listing.files().equals(that.listing.files());
    }

    @Override
    public int hashCode() {
        return Objects.hash(wanted, options, packing, listing.files());
    }
}
