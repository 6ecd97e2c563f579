package io.nvvideo.spark.read;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Condition;
import io.nvvideo.spark.condition.ValueOrder;
import io.nvvideo.spark.metric.ConvertTimeNs;
import io.nvvideo.spark.metric.DecodeTimeNs;
import io.nvvideo.spark.metric.NumBytesRead;
import io.nvvideo.spark.metric.NumFiles;
import io.nvvideo.spark.metric.NumFramesDecoded;
import io.nvvideo.spark.metric.NumFramesDecodedOnGpu;
import io.nvvideo.spark.metric.NumFramesReturned;
import io.nvvideo.spark.metric.NumFramesSkipped;
import io.nvvideo.spark.metric.NumIndexCacheHits;
import io.nvvideo.spark.metric.NumSessionsCreated;
import io.nvvideo.spark.metric.NumSessionsReconfigured;
import io.nvvideo.spark.metric.NumSessionsReused;
import io.nvvideo.spark.metric.NumVideosOnCpu;
import io.nvvideo.spark.metric.SessionWaitTimeNs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.types.StructType;

/** One scan: which columns of which files. Two scans that read the same are equal, so that Spark can run them once. */
final class VideoScan implements Scan, SupportsReportStatistics, SupportsRuntimeV2Filtering {
    /** Raw pixels are about this much larger than the compressed video, encoded images about a tenth of that. */
    private static final long RAW_EXPANSION = 100;

    private static final long ENCODED_EXPANSION = 10;

    private final FileListing listing;
    private final Query query;
    private final PackingOptions packing;
    private final Set<Need> needs;
    /** What Spark learned while the query ran: such files are left as can have a partner in a join. */
    private final Set<Condition> runtimeConditions = new LinkedHashSet<>();

    private List<VideoFile> files;

    VideoScan(FileListing listing, Query query, PackingOptions packing) {
        this.listing = listing;
        this.query = query;
        this.packing = packing;
        this.needs = query.needs();
    }

    @Override
    public StructType readSchema() {
        return query.columns();
    }

    @Override
    public Batch toBatch() {
        return new VideoBatch(listing, files(), query, packing, needs);
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        // The default would make Spark plan the partitions to find out.
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public Statistics estimateStatistics() {
        // What Spark decides by this number is whether to broadcast: the compressed size would mislead it.
        long expansion = !needs.contains(Need.PIXELS) ? 1 : isEncoded() ? ENCODED_EXPANSION : RAW_EXPANSION;
        long bytes = files().stream().mapToLong(VideoFile::length).sum();
        // Only an upper bound where files are few, but small: that is what Spark wants to know.
        OptionalLong rows = query.pushed().isLimitComplete()
                ? OptionalLong.of(query.pushed().limit().rows())
                : OptionalLong.empty();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes > Long.MAX_VALUE / expansion ? Long.MAX_VALUE : bytes * expansion);
            }

            @Override
            public OptionalLong numRows() {
                return rows;
            }
        };
    }

    /** The files that may have wanted rows, as far as the listing tells. */
    private synchronized List<VideoFile> files() {
        if (files == null) {
            List<Condition> conditions = new ArrayList<>(query.pushed().conditions());
            conditions.addAll(runtimeConditions);
            RowFilter filter = new RowFilter(query, conditions);
            files = listing.files().stream().filter(filter::mayWant).toList();
        }
        return files;
    }

    @Override
    public NamedReference[] filterAttributes() {
        if (query.pushed().grouping() != null || query.pushed().limit() != null) {
            return new NamedReference[0];
        }
        // Only what is read can be named here.
        return Stream.of(query.columns().fieldNames())
                .filter(name -> query.view()
                        .find(ColumnPath.of(name))
                        .filter(path -> path.isListed() && ValueOrder.covers(path.type()))
                        .isPresent())
                .map(name -> Expressions.column("`" + name.replace("`", "``") + "`"))
                .toArray(NamedReference[]::new);
    }

    @Override
    public synchronized void filter(Predicate[] predicates) {
        PredicateTranslator translator = new PredicateTranslator(query.view());
        for (Predicate predicate : predicates) {
            translator.translate(predicate).ifPresent(runtimeConditions::add);
        }
        files = null;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return new CustomMetric[] {
            new NumFiles(),
            new NumFramesDecoded(),
            new NumFramesSkipped(),
            new NumFramesReturned(),
            new NumBytesRead(),
            new NumIndexCacheHits(),
            new DecodeTimeNs(),
            new ConvertTimeNs(),
            new NumFramesDecodedOnGpu(),
            new NumSessionsCreated(),
            new NumSessionsReconfigured(),
            new NumSessionsReused(),
            new SessionWaitTimeNs(),
            new NumVideosOnCpu()
        };
    }

    @Override
    public String description() {
        return ScanText.of(listing.paths(), query, runtimeConditions);
    }

    @Override
    public String toString() {
        return description();
    }

    private boolean isEncoded() {
        FrameFormat format = query.options().output().format();
        return format == FrameFormat.JPEG || format == FrameFormat.PNG;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoScan that
                && query.equals(that.query)
                && packing.equals(that.packing)
                && runtimeConditions.equals(that.runtimeConditions)
                && listing.files().equals(that.listing.files());
    }

    @Override
    public int hashCode() {
        return Objects.hash(query, packing, listing.files());
    }
}
