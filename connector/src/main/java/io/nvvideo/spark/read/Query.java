package io.nvvideo.spark.read;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What a query asks of the videos. Goes to the executors; two that are equal read the same from the same files.
 *
 * @param options what the options of the read say
 * @param columns what Spark wants to see of each row
 * @param partitionSchema the columns that directories such as {@code camera=3} make
 */
record Query(ReadOptions options, StructType columns, StructType partitionSchema) implements Serializable {

    /** Every column there is. */
    View view() {
        return new View(options, partitionSchema);
    }

    /** The columns that are asked for. */
    List<BoundColumn> boundColumns() {
        return view().bind(columns);
    }
}
