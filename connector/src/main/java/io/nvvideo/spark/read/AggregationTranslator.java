package io.nvvideo.spark.read;

import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.read.Grouping.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataTypes;

/** Spark's aggregations as groupings, where rows need no decoding and groups are few. */
final class AggregationTranslator {
    /** Columns that need no more than this are the same for all rows of a stream. */
    private static final Set<Need> OF_STREAM = EnumSet.of(Need.LISTING, Need.HEADER, Need.STREAMS, Need.SHAPE);

    private final View view;
    private final ViewName rows;

    AggregationTranslator(View view, ViewName rows) {
        this.view = view;
        this.rows = rows;
    }

    /** The grouping; empty if it cannot be made, or would have about as many groups as rows. */
    Optional<Grouping> translate(Aggregation aggregation) {
        List<ColumnPath> groupBy = new ArrayList<>();
        for (Expression expression : aggregation.groupByExpressions()) {
            ColumnPath path = view.comparableColumn(expression);
            if (path == null || !makesFewGroups(path)) {
                return Optional.empty();
            }
            groupBy.add(path);
        }
        List<Grouping.Sum> sums = new ArrayList<>();
        for (AggregateFunc function : aggregation.aggregateExpressions()) {
            Grouping.Sum sum = sum(function);
            if (sum == null) {
                return Optional.empty();
            }
            sums.add(sum);
        }
        return Optional.of(new Grouping(groupBy, sums));
    }

    private Grouping.Sum sum(AggregateFunc function) {
        if (function instanceof CountStar) {
            return new Grouping.Sum(Kind.COUNT, null);
        }
        if (function instanceof Count count && !count.isDistinct()) {
            ColumnPath path = view.cheapColumn(count.column());
            return path == null ? null : new Grouping.Sum(Kind.COUNT, path);
        }
        if (function instanceof Min min) {
            return extreme(Kind.MIN, min.column());
        }
        return function instanceof Max max ? extreme(Kind.MAX, max.column()) : null;
    }

    private Grouping.Sum extreme(Kind kind, Expression expression) {
        ColumnPath path = view.comparableColumn(expression);
        return path == null ? null : new Grouping.Sum(kind, path);
    }

    private boolean makesFewGroups(ColumnPath path) {
        return rows == ViewName.VIDEOS
                || path.names().get(0).equals("metadata")
                || DataTypes.BooleanType.equals(view.type(path))
                || OF_STREAM.containsAll(view.find(path).orElseThrow().needs());
    }
}
