package io.nvvideo.spark.read;

import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Condition;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * What a query asks of the videos. Goes to the executors; two that are equal read the same from the same files.
 *
 * @param options what the options of the read say
 * @param columns what Spark wants to see of each row
 * @param partitionSchema the columns that directories such as {@code camera=3} make
 * @param pushed which rows, and what is to be made of them
 */
record Query(ReadOptions options, StructType columns, StructType partitionSchema, Pushed pushed)
        implements Serializable {

    /** Every column there is. */
    View view() {
        return new View(options, partitionSchema);
    }

    /** The columns that are asked for; those of the sums if rows are summed up. */
    List<BoundColumn> boundColumns() {
        return pushed.grouping() == null
                ? view().bind(columns)
                : pushed.grouping().boundColumns(columns);
    }

    /** What has to be done to a file for all that is asked. */
    Set<Need> needs() {
        View view = view();
        Set<Need> needs = pushed.grouping() == null ? view.needs(view.bind(columns)) : view.needsOfRows();
        Stream<ColumnPath> grouped =
                pushed.grouping() == null ? Stream.empty() : pushed.grouping().columns();
        Stream<ColumnPath> others = pushed.conditions().stream().flatMap(Condition::columns);
        Stream.concat(grouped, others)
                .forEach(path -> needs.addAll(view.find(path).orElseThrow().needs()));
        return needs;
    }
}
