package io.nvvideo.spark.column;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column that a query asked for, with those of its nested fields that it asked for: Spark prunes structs too.
 *
 * @param field name and pruned type as Spark wants them
 * @param value takes the value from a row
 * @param need what the value costs, without its fields
 * @param fields the wanted fields of a struct, or of the structs in an array, in Spark's order
 */
public record BoundColumn(StructField field, Function<Object, Object> value, Need need, List<BoundColumn> fields) {

    /** Looks every field of {@code wanted} up by name. */
    public static List<BoundColumn> bind(List<? extends Column<?>> columns, StructType wanted) {
        return Stream.of(wanted.fields()).map(field -> bind(columns, field)).toList();
    }

    private static BoundColumn bind(List<? extends Column<?>> columns, StructField field) {
        Column<?> column = find(columns, field.name());
        StructType nested = column.fields().isEmpty() ? new StructType() : structOf(field.dataType());
        return new BoundColumn(field, untyped(column.value()), column.need(), bind(column.fields(), nested));
    }

    private static Column<?> find(List<? extends Column<?>> columns, String name) {
        Column<?> found = lookUp(columns, name);
        if (found == null) {
            throw new IllegalArgumentException("There is no column '" + name + "'");
        }
        return found;
    }

    /** By name; a name in another case is second choice; null if there is none. */
    public static Column<?> lookUp(List<? extends Column<?>> columns, String name) {
        Column<?> near = null;
        for (Column<?> column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
            if (column.name().equalsIgnoreCase(name)) {
                near = column;
            }
        }
        return near;
    }

    /** What all of them cost together. */
    public static Set<Need> needs(List<BoundColumn> columns) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        for (BoundColumn column : columns) {
            needs.add(column.need());
            needs.addAll(needs(column.fields()));
        }
        return needs;
    }

    private static StructType structOf(DataType type) {
        return (StructType) (type instanceof ArrayType array ? array.elementType() : type);
    }

    @SuppressWarnings("unchecked") // A view's columns are only ever given rows of that view.
    static Function<Object, Object> untyped(Function<?, ?> value) {
        return (Function<Object, Object>) value;
    }
}
