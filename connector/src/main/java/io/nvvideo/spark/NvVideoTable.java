package io.nvvideo.spark;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.spark.read.FileListing;
import io.nvvideo.spark.read.PackingOptions;
import io.nvvideo.spark.read.ReadOptions;
import io.nvvideo.spark.read.VideoScanBuilder;
import io.nvvideo.spark.read.View;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A collection of videos as one of its views. */
final class NvVideoTable implements SupportsRead, SupportsMetadataColumns {
    private final FileListing listing;
    private final View view;
    private final ReadOptions options;
    private final PackingOptions packing;

    private NvVideoTable(FileListing listing, View view, ReadOptions options, PackingOptions packing) {
        this.listing = listing;
        this.view = view;
        this.options = options;
        this.packing = packing;
    }

    /** Checks the options, then lists the files. */
    static NvVideoTable of(SparkSession spark, OptionValues values) {
        ReadConfiguration configuration = new ReadConfiguration(values);
        ReadOptions options = configuration.readOptions();
        PackingOptions packing = configuration.packing(spark.sparkContext().defaultParallelism());
        FileListing listing = new FileListing(spark, configuration.paths(), values.ofListing());
        View view = new View(options, listing.partitionSchema());
        boolean caseSensitive = values.conf()
                .get("spark.sql.caseSensitive")
                .map(Boolean::parseBoolean)
                .orElse(false);
        checkPartitionColumns(listing, view, caseSensitive);
        return new NvVideoTable(listing, view, options, packing);
    }

    /** The schema without the deprecated method that Table has for it. */
    StructType tableSchema() {
        return view.schema();
    }

    @Override
    public String name() {
        return "nvvideo " + view + " of " + String.join(", ", listing.paths());
    }

    @SuppressWarnings("deprecation") // The other way to give a schema is not there in every version.
    @Override
    public StructType schema() {
        return view.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(TableCapability.BATCH_READ);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return new MetadataColumn[] {new FileMetadata()};
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new VideoScanBuilder(listing, options, packing);
    }

    private static void checkPartitionColumns(FileListing listing, View view, boolean caseSensitive) {
        for (String partition : listing.partitionSchema().fieldNames()) {
            for (String own : view.ownNames()) {
                if (caseSensitive ? own.equals(partition) : own.equalsIgnoreCase(partition)) {
                    throw new VideoException(
                            Code.INVALID_ARGUMENT,
                            "Cannot read " + String.join(", ", listing.paths()) + ": its directories " + partition
                                    + "=… make a partition column of the name that the column '" + own
                                    + "' has. Rename them, or set recursiveFileLookup to true to read without partition columns.");
                }
            }
        }
    }

    /** The hidden column {@code _metadata} of Spark's file sources. */
    private static final class FileMetadata implements MetadataColumn {
        @Override
        public String name() {
            return View.FILE_METADATA;
        }

        @Override
        public DataType dataType() {
            return View.fileMetadataType();
        }

        @Override
        public boolean isNullable() {
            return false;
        }

        @Override
        public String comment() {
            return "Facts about the file that a row comes from";
        }
    }
}
