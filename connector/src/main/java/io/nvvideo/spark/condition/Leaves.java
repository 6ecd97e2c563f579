package io.nvvideo.spark.condition;

import io.nvvideo.spark.column.BoundPath;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import java.util.EnumSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;

/** The leaves of conditions, bound: a column that is not known yet, or not known exactly, may have any value. */
public final class Leaves {
    /** Stands for a text that is there but is not known yet. Known by identity. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    public static final String SOME_TEXT = new String("some text");

    private Leaves() {}

    /** Outcome for a value. */
    interface OfOne {
        int outcome(Object value);
    }

    /** Outcome for two values. */
    interface OfTwo {
        int outcome(Object left, Object right);
    }

    static Condition.Test ofOne(Operand operand, Function<ColumnPath, BoundPath> columns, OfOne test) {
        BoundPath path = bind(operand, columns);
        return (row, known) -> {
            if (!path.isKnown(known)) {
                return Outcomes.ANY;
            }
            Object value = path.value().apply(row);
            return value == SOME_TEXT ? Outcomes.ANY : test.outcome(value);
        };
    }

    static Condition.Test ofTwo(Operand left, Operand right, Function<ColumnPath, BoundPath> columns, OfTwo test) {
        BoundPath first = bind(left, columns);
        BoundPath second = bind(right, columns);
        return (row, known) -> {
            if (!first.isKnown(known) || !second.isKnown(known)) {
                return Outcomes.ANY;
            }
            Object a = first.value().apply(row);
            Object b = second.value().apply(row);
            return a == SOME_TEXT || b == SOME_TEXT ? Outcomes.ANY : test.outcome(a, b);
        };
    }

    static Stream<ColumnPath> columns(Operand operand) {
        return operand instanceof Operand.Column column ? Stream.of(column.path()) : Stream.empty();
    }

    private static BoundPath bind(Operand operand, Function<ColumnPath, BoundPath> columns) {
        if (operand instanceof Operand.Column column) {
            return columns.apply(column.path());
        }
        Object value = ((Operand.Literal) operand).value();
        return new BoundPath(DataTypes.NullType, EnumSet.noneOf(Need.class), row -> value);
    }
}
