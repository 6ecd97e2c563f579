package io.nvvideo.spark.column;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;

/**
 * A column, or a field in a struct, that can be asked for its value.
 *
 * @param needs what has to be done to a file before the value is known
 * @param value takes it from a row of the view; null stands for SQL's NULL
 */
public record BoundPath(DataType type, Set<Need> needs, Function<Object, Object> value) {

    /** A column, or a field in the struct that {@code outer} is. */
    public static BoundPath in(BoundPath outer, Column<?> column) {
        Function<Object, Object> own = BoundColumn.untyped(column.value());
        if (outer == null) {
            return new BoundPath(column.type(), EnumSet.of(column.need()), own);
        }
        Set<Need> needs = EnumSet.copyOf(outer.needs());
        needs.add(column.need());
        return new BoundPath(column.type(), needs, row -> {
            Object struct = outer.value().apply(row);
            return struct == null ? null : own.apply(struct);
        });
    }

    /** Whether its value is known once these things have been done. */
    public boolean isKnown(Set<Need> done) {
        return done.containsAll(needs);
    }

    /** Whether the listing tells it. */
    public boolean isListed() {
        return needs.equals(EnumSet.of(Need.LISTING));
    }

    /** Whether it costs no decoding. */
    public boolean isCheap() {
        return !needs.contains(Need.DECODE) && !needs.contains(Need.PIXELS);
    }
}
