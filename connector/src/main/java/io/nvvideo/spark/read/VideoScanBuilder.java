package io.nvvideo.spark.read;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes what Spark pushes down: the columns that a query needs. */
public final class VideoScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final FileListing listing;
    private final ReadOptions options;
    private final PackingOptions packing;
    private StructType wanted;

    /** A scan of every column, until Spark says which it needs. */
    public VideoScanBuilder(FileListing listing, ReadOptions options, PackingOptions packing) {
        this.listing = listing;
        this.options = options;
        this.packing = packing;
        this.wanted = new View(options, listing.partitionSchema()).schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        wanted = requiredSchema;
    }

    @Override
    public Scan build() {
        return new VideoScan(listing, new Query(options, wanted, listing.partitionSchema()), packing);
    }
}
