package io.nvvideo.spark.condition;

import io.nvvideo.spark.arrow.ValueWriters;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How Spark orders values of one type, on the Java values that {@link ValueWriters} takes: strings by their bytes in UTF-8, NaN
 * equal to itself and above all else, -0.0 equal to 0.0.
 */
public final class ValueOrder implements Comparator<Object> {
    /** The only one. */
    public static final ValueOrder INSTANCE = new ValueOrder();

    private static final Set<DataType> ORDERED = Set.of(
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.StringType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType);

    private ValueOrder() {}

    /** Whether values of that type can be compared here. Strings with a collation cannot. */
    public static boolean covers(DataType type) {
        return ORDERED.contains(type) || type instanceof DecimalType;
    }

    @Override
    @SuppressWarnings("unchecked") // Both have the same type: whoever makes a comparison sees to that.
    public int compare(Object left, Object right) {
        if (left instanceof String text) {
            return compareText(text, (String) right);
        }
        // Most comparisons are of frames' numbers and times, and there are many.
        if (left instanceof Long number) {
            return Long.compare(number, (Long) right);
        }
        if (left instanceof Double number) {
            return Double.compare(number + 0.0, (Double) right + 0.0);
        }
        return ((Comparable<Object>) canonical(left)).compareTo(canonical(right));
    }

    /** The one of equal values that {@code equals} knows. */
    static Object canonical(Object value) {
        // Adding 0.0 turns -0.0 into 0.0 and changes nothing else.
        if (value instanceof Double number) {
            return number + 0.0;
        }
        if (value instanceof Float number) {
            return number + 0.0f;
        }
        return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
    }

    /** Bytes of UTF-8 have the order of code points; in Java's UTF-16, surrogates stand for the highest code points of all. */
    private static int compareText(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean high = Character.isSurrogate(a);
                return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
