package io.nvvideo.spark.arrow;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's types as Arrow's, in exactly the layout that Spark itself gives them: Spark hands such vectors to Python without
 * looking at them again. Spark's own map is private to it, and its methods change from version to version.
 */
public final class ArrowTypes {
    private static final Map<DataType, ArrowType> SIMPLE = Map.ofEntries(
            Map.entry(DataTypes.StringType, ArrowType.Utf8.INSTANCE),
            Map.entry(DataTypes.BinaryType, ArrowType.Binary.INSTANCE),
            Map.entry(DataTypes.BooleanType, ArrowType.Bool.INSTANCE),
            Map.entry(DataTypes.ByteType, new ArrowType.Int(8, true)),
            Map.entry(DataTypes.ShortType, new ArrowType.Int(16, true)),
            Map.entry(DataTypes.IntegerType, new ArrowType.Int(32, true)),
            Map.entry(DataTypes.LongType, new ArrowType.Int(64, true)),
            Map.entry(DataTypes.FloatType, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
            Map.entry(DataTypes.DoubleType, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Map.entry(DataTypes.DateType, new ArrowType.Date(DateUnit.DAY)),
            Map.entry(DataTypes.TimestampType, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
            Map.entry(DataTypes.TimestampNTZType, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)));

    private ArrowTypes() {}

    /** The Arrow field of a column. */
    public static Field field(StructField field) {
        return field(field.name(), field.dataType(), field.nullable());
    }

    private static Field field(String name, DataType type, boolean nullable) {
        if (type instanceof StructType struct) {
            List<Field> children =
                    Stream.of(struct.fields()).map(ArrowTypes::field).toList();
            return field(name, ArrowType.Struct.INSTANCE, nullable, children);
        }
        if (type instanceof ArrayType array) {
            Field element = field("element", array.elementType(), array.containsNull());
            return field(name, ArrowType.List.INSTANCE, nullable, List.of(element));
        }
        if (type instanceof MapType map) {
            Field key = field(MapVector.KEY_NAME, map.keyType(), false);
            Field value = field(MapVector.VALUE_NAME, map.valueType(), map.valueContainsNull());
            Field entries = field(MapVector.DATA_VECTOR_NAME, ArrowType.Struct.INSTANCE, false, List.of(key, value));
            return field(name, new ArrowType.Map(false), nullable, List.of(entries));
        }
        if (type instanceof DecimalType decimal) {
            return field(name, new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128), nullable, List.of());
        }
        ArrowType simple = SIMPLE.get(type);
        if (simple == null) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot read column '" + name + "': its type " + type.sql() + " is not supported."
                            + " If it is a partition column, set spark.sql.sources.partitionColumnTypeInference.enabled"
                            + " to false to read it as a string.");
        }
        return field(name, simple, nullable, List.of());
    }

    private static Field field(String name, ArrowType type, boolean nullable, List<Field> children) {
        return new Field(name, new FieldType(nullable, type, null), children);
    }
}
