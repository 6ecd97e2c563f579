package io.nvvideo.spark.read;

import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What rows are summed up to: for each file the sums of its groups, which Spark sums up over files.
 *
 * @param groupBy the columns whose values make a group; none for one group of all rows
 * @param sums what is computed of each group
 */
record Grouping(List<ColumnPath> groupBy, List<Sum> sums) implements Serializable {

    /** What is computed of the rows of a group. */
    enum Kind {
        COUNT,
        MIN,
        MAX
    }

    /**
     * One result.
     *
     * @param column null counts rows
     */
    record Sum(Kind kind, ColumnPath column) implements Serializable {
        @Override
        public String toString() {
            return kind + "(" + (column == null ? "*" : column) + ")";
        }
    }

    Grouping {
        groupBy = new ArrayList<>(groupBy);
        sums = new ArrayList<>(sums);
    }

    /** Whether there is one group, which is there even if it has no row. */
    boolean isGlobal() {
        return groupBy.isEmpty();
    }

    /** Every column that it takes values from. */
    Stream<ColumnPath> columns() {
        Stream<ColumnPath> summed =
                sums.stream().filter(sum -> sum.column() != null).map(Sum::column);
        return Stream.concat(groupBy.stream(), summed);
    }

    /** What Spark gets: the values that make a group, then the sums. */
    StructType schema(View view) {
        List<StructField> fields = new ArrayList<>();
        for (ColumnPath path : groupBy) {
            fields.add(DataTypes.createStructField(path.toString(), view.type(path), true));
        }
        for (Sum sum : sums) {
            fields.add(DataTypes.createStructField(
                    sum.toString(), sum.kind() == Kind.COUNT ? DataTypes.LongType : view.type(sum.column()), true));
        }
        return DataTypes.createStructType(fields);
    }

    /** The columns of {@link GroupedRows}, by position. */
    List<BoundColumn> boundColumns(StructType schema) {
        StructField[] fields = schema.fields();
        return IntStream.range(0, fields.length)
                .mapToObj(i -> {
                    Function<Object, Object> value = row -> ((GroupedRows.Group) row).values()[i];
                    return new BoundColumn(fields[i], value, Need.LISTING, List.of());
                })
                .toList();
    }

    @Override
    public String toString() {
        return sums.stream().map(Sum::toString).collect(Collectors.joining(", "));
    }
}
