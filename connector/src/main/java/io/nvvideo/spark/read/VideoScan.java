package io.nvvideo.spark.read;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.spark.metric.ConvertTimeNs;
import io.nvvideo.spark.metric.DecodeTimeNs;
import io.nvvideo.spark.metric.NumBytesRead;
import io.nvvideo.spark.metric.NumFiles;
import io.nvvideo.spark.metric.NumFramesDecoded;
import io.nvvideo.spark.metric.NumFramesReturned;
import io.nvvideo.spark.metric.NumFramesSkipped;
import io.nvvideo.spark.metric.NumIndexCacheHits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One scan: which columns of which files. Two scans that read the same are equal, so that Spark can run them once. */
final class VideoScan implements Scan, SupportsReportStatistics {
    /** Raw pixels are about this much larger than the compressed video, encoded images about a tenth of that. */
    private static final long RAW_EXPANSION = 100;

    private static final long ENCODED_EXPANSION = 10;

    private final FileListing listing;
    private final Query query;
    private final PackingOptions packing;
    private final Set<Need> needs;

    VideoScan(FileListing listing, Query query, PackingOptions packing) {
        this.listing = listing;
        this.query = query;
        this.packing = packing;
        this.needs = query.view().needs(query.boundColumns());
    }

    @Override
    public StructType readSchema() {
        return query.columns();
    }

    @Override
    public Batch toBatch() {
        return new VideoBatch(listing, query, packing, needs);
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
        long bytes = listing.files().stream().mapToLong(VideoFile::length).sum();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes > Long.MAX_VALUE / expansion ? Long.MAX_VALUE : bytes * expansion);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.empty();
            }
        };
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
            new ConvertTimeNs()
        };
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder("nvvideo ")
                .append(query.view())
                .append(" of ")
                .append(String.join(", ", listing.paths()));
        if (query.options().view() == ViewName.FRAMES) {
            text.append(", frameFormat=").append(format());
            text.append(SelectionText.describe(query.options().selection(), ", "));
        }
        return text.append(", columns=[")
                .append(String.join(", ", names("", query.view().schema(), query.columns())))
                .append("], decodes=")
                .append(Need.decode(needs))
                .toString();
    }

    /** Columns by name; of a struct that Spark has pruned, the fields that are left. */
    private static List<String> names(String prefix, StructType all, StructType wanted) {
        List<String> names = new ArrayList<>();
        for (StructField field : wanted.fields()) {
            String name = prefix + field.name();
            DataType whole = Stream.of(all.fields())
                    .filter(other -> other.name().equalsIgnoreCase(field.name()))
                    .<DataType>map(StructField::dataType)
                    .findFirst()
                    .orElse(field.dataType());
            if (!whole.equals(field.dataType()) && whole instanceof StructType struct) {
                names.addAll(names(name + ".", struct, (StructType) field.dataType()));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return description();
    }

    private boolean isEncoded() {
        FrameFormat format = query.options().output().format();
        return format == FrameFormat.JPEG || format == FrameFormat.PNG;
    }

    private String format() {
        Output output = query.options().output();
        String name =
                query.options().asImage() ? "image" : output.format().name().toLowerCase(Locale.ROOT);
        if (output.width() == 0 && output.height() == 0) {
            return name;
        }
        return name + " " + side(output.width()) + "x" + side(output.height());
    }

    private static String side(int pixels) {
        return pixels == 0 ? "?" : String.valueOf(pixels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoScan that
                && query.equals(that.query)
                && packing.equals(that.packing)
                && listing.files().equals(that.listing.files());
    }

    @Override
    public int hashCode() {
        return Objects.hash(query, packing, listing.files());
    }
}
