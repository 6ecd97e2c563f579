package io.nvvideo.spark.column;

import io.nvvideo.spark.arrow.ValueWriters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A typed column of a view, or a field of a struct in it.
 *
 * @param <R> what a row is before it becomes Spark's
 * @param type Spark's type with every nested field
 * @param need what its value costs; that of nested fields comes on top
 * @param value takes the value from a row, in the form that {@link ValueWriters} knows; null stands for SQL's NULL
 * @param fields the fields of a struct, or of the structs in an array; else empty
 */
public record Column<R>(
        String name,
        DataType type,
        boolean nullable,
        Metadata metadata,
        Need need,
        Function<R, ?> value,
        List<Column<?>> fields) {

    /** A column of any type that is no struct. */
    public static <R> Column<R> of(String name, DataType type, Need need, Function<R, ?> value) {
        return new Column<>(name, type, true, Metadata.empty(), need, value, List.of());
    }

    /** A column of texts. */
    public static <R> Column<R> ofString(String name, Need need, Function<R, String> value) {
        return of(name, DataTypes.StringType, need, value);
    }

    /** A column of 32-bit numbers. */
    public static <R> Column<R> ofInt(String name, Need need, Function<R, Integer> value) {
        return of(name, DataTypes.IntegerType, need, value);
    }

    /** A column of 64-bit numbers. */
    public static <R> Column<R> ofLong(String name, Need need, Function<R, Long> value) {
        return of(name, DataTypes.LongType, need, value);
    }

    /** A column of 64-bit floating-point numbers. */
    public static <R> Column<R> ofDouble(String name, Need need, Function<R, Double> value) {
        return of(name, DataTypes.DoubleType, need, value);
    }

    /** A column of truth values. */
    public static <R> Column<R> ofBoolean(String name, Need need, Function<R, Boolean> value) {
        return of(name, DataTypes.BooleanType, need, value);
    }

    /** A column of maps from texts to texts. */
    public static <R> Column<R> ofStrings(String name, Need need, Function<R, Map<String, String>> value) {
        return of(name, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false), need, value);
    }

    /**
     * A struct: {@code value} yields the object that {@code fields} take their values from. Its fields may be null as it may itself:
     * PyArrow refuses a null of a struct that says of its fields that they are never null.
     */
    public static <R, T> Column<R> ofStruct(String name, Need need, Function<R, T> value, List<Column<T>> fields) {
        return ofStructAsGiven(
                name, need, value, fields.stream().map(Column::optional).toList());
    }

    /** The same whose fields are null, or not, as they say. */
    public static <R, T> Column<R> ofStructAsGiven(
            String name, Need need, Function<R, T> value, List<Column<T>> fields) {
        return new Column<>(name, schema(fields), true, Metadata.empty(), need, value, List.copyOf(fields));
    }

    /** An array of structs. */
    public static <R, T> Column<R> ofStructs(
            String name, Need need, Function<R, List<T>> value, List<Column<T>> fields) {
        ArrayType type = DataTypes.createArrayType(schema(fields), false);
        return new Column<>(name, type, true, Metadata.empty(), need, value, List.copyOf(fields));
    }

    /** The same, never null. */
    public Column<R> required() {
        return new Column<>(name, type, false, metadata, need, value, fields);
    }

    private Column<R> optional() {
        return new Column<>(name, type, true, metadata, need, value, fields);
    }

    /** The same with metadata on its field. */
    public Column<R> withMetadata(Metadata other) {
        return new Column<>(name, type, nullable, other, need, value, fields);
    }

    /** The columns as Spark's schema. */
    public static <R> StructType schema(List<Column<R>> columns) {
        return new StructType(columns.stream()
                .map(column -> new StructField(column.name(), column.type(), column.nullable(), column.metadata()))
                .toArray(StructField[]::new));
    }
}
