package io.nvvideo.spark.read;

import io.nvvideo.select.Sampler;
import io.nvvideo.select.Window;
import io.nvvideo.spark.column.BoundPath;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTableSample;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/**
 * Takes what Spark pushes down: sample, filters, sums, limit, columns, in that order. What it takes it does exactly; Spark does
 * not look again.
 */
public final class VideoScanBuilder
        implements ScanBuilder,
                SupportsPushDownRequiredColumns,
                SupportsPushDownTableSample,
                SupportsPushDownV2Filters,
                SupportsPushDownAggregates,
                SupportsPushDownLimit,
                SupportsPushDownOffset {
    private final FileListing listing;
    private final ReadOptions options;
    private final PackingOptions packing;
    private final View view;
    private final List<Predicate> predicates = new ArrayList<>();
    private StructType wanted;
    private Pushed pushed = Pushed.NOTHING;

    /** A scan of every column and row, until Spark says which it needs. */
    public VideoScanBuilder(FileListing listing, ReadOptions options, PackingOptions packing) {
        this.listing = listing;
        this.options = options;
        this.packing = packing;
        this.view = new View(options, listing.partitionSchema());
        this.wanted = view.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        wanted = requiredSchema;
    }

    @Override
    public boolean pushTableSample(double lowerBound, double upperBound, boolean withReplacement, long seed) {
        if (withReplacement || pushed.sample() != null) {
            return false;
        }
        pushed = pushed.withSample(new Sample(lowerBound, upperBound, seed));
        return true;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] asked) {
        PredicateTranslator translator = new PredicateTranslator(view);
        List<Condition> conditions = new ArrayList<>(pushed.conditions());
        List<Predicate> left = new ArrayList<>();
        for (Predicate predicate : asked) {
            Optional<Condition> condition = translator.translate(predicate);
            if (condition.isPresent()) {
                conditions.add(condition.get());
                predicates.add(predicate);
            } else {
                left.add(predicate);
            }
        }
        pushed = pushed.withConditions(conditions);
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return predicates.toArray(Predicate[]::new);
    }

    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        if (pushed.limit() != null) {
            return false;
        }
        Optional<Grouping> grouping = new AggregationTranslator(view, options.view()).translate(aggregation);
        grouping.ifPresent(some -> pushed = pushed.withGrouping(some));
        return grouping.isPresent();
    }

    @Override
    public boolean pushLimit(int limit) {
        boolean complete = limit <= RowLimit.MOST_IN_ONE_TASK && everyFileHasRows();
        pushed = pushed.withLimit(new RowLimit(limit, 0, complete));
        return true;
    }

    @Override
    public boolean isPartiallyPushed() {
        return !pushed.isLimitComplete();
    }

    /** Spark counts the rows to pass over among those of the limit: {@code LIMIT 3 OFFSET 2} is limit 5, then offset 2. */
    @Override
    public boolean pushOffset(int offset) {
        if (!pushed.isLimitComplete() || pushed.limit().begin() > 0) {
            return false;
        }
        pushed = pushed.withLimit(new RowLimit(pushed.limit().end(), offset, true));
        return true;
    }

    /** Whether files that can be read and are not left out for good have rows: one task then soon has enough of them. */
    private boolean everyFileHasRows() {
        Function<ColumnPath, BoundPath> columns = path -> view.find(path).orElseThrow();
        boolean filesAreChosen = pushed.conditions().stream()
                .flatMap(Condition::columns)
                .allMatch(path -> columns.apply(path).isListed());
        return filesAreChosen
                && (options.view() == ViewName.VIDEOS || pushed.sample() == null && everyVideoHasFrames());
    }

    private boolean everyVideoHasFrames() {
        Sampler sampler = options.selection().sampler();
        boolean mayHaveNone = sampler instanceof Sampler.Listed || sampler instanceof Sampler.AtTimes;
        return !mayHaveNone && options.selection().window().equals(Window.ALL);
    }

    @Override
    public Scan build() {
        StructType columns =
                pushed.grouping() == null ? wanted : pushed.grouping().schema(view);
        return new VideoScan(listing, new Query(options, columns, listing.partitionSchema(), pushed), packing);
    }
}
