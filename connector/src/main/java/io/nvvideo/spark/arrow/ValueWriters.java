package io.nvvideo.spark.arrow;

import io.nvvideo.image.Image;
import io.nvvideo.spark.column.BoundColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * How Java values get into vectors: strings, boxed numbers, booleans, BigDecimal, dates as days and timestamps as
 * microseconds since the epoch, Map of strings, List of structs, and an {@link Image} for its bytes. A struct is any object
 * that the struct's columns take their values from.
 */
public final class ValueWriters {
    private ValueWriters() {}

    /** The writer for a column's vector. */
    public static ValueWriter of(FieldVector vector, BoundColumn column) {
        // A MapVector is a ListVector too.
        if (vector instanceof MapVector map) {
            return ofMap(map);
        }
        if (vector instanceof ListVector list) {
            return ofList(list, column);
        }
        if (vector instanceof StructVector struct) {
            return ofStruct(struct, column.fields());
        }
        if (vector instanceof VarCharVector text) {
            return ofText(text);
        }
        if (vector instanceof VarBinaryVector bytes) {
            return ofPixels(bytes);
        }
        return ofNumber(vector);
    }

    private static ValueWriter ofNumber(FieldVector vector) {
        if (vector instanceof IntVector ints) {
            return orNull(ints::setNull, (row, value) -> ints.setSafe(row, (Integer) value));
        }
        if (vector instanceof BigIntVector longs) {
            return orNull(longs::setNull, (row, value) -> longs.setSafe(row, (Long) value));
        }
        if (vector instanceof Float8Vector doubles) {
            return orNull(doubles::setNull, (row, value) -> doubles.setSafe(row, (Double) value));
        }
        if (vector instanceof BitVector bits) {
            return orNull(bits::setNull, (row, value) -> bits.setSafe(row, (Boolean) value ? 1 : 0));
        }
        if (vector instanceof TimeStampVector times) {
            return orNull(times::setNull, (row, value) -> times.setSafe(row, (Long) value));
        }
        if (vector instanceof DateDayVector days) {
            return orNull(days::setNull, (row, value) -> days.setSafe(row, (Integer) value));
        }
        if (vector instanceof DecimalVector decimals) {
            return orNull(decimals::setNull, (row, value) -> decimals.setSafe(row, (BigDecimal) value));
        }
        if (vector instanceof Float4Vector floats) {
            return orNull(floats::setNull, (row, value) -> floats.setSafe(row, (Float) value));
        }
        if (vector instanceof SmallIntVector shorts) {
            return orNull(shorts::setNull, (row, value) -> shorts.setSafe(row, (Short) value));
        }
        if (vector instanceof TinyIntVector bytes) {
            return orNull(bytes::setNull, (row, value) -> bytes.setSafe(row, (Byte) value));
        }
        throw new IllegalArgumentException("No writer for " + vector.getField());
    }

    private static ValueWriter ofText(VarCharVector text) {
        return orNull(
                text::setNull, (row, value) -> text.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8)));
    }

    /** Pixels go from the picture into Arrow's memory, with nothing in between. */
    private static ValueWriter ofPixels(VarBinaryVector bytes) {
        return orNull(bytes::setNull, (row, value) -> {
            Image image = (Image) value;
            int size = Math.toIntExact(image.shape().byteSize());
            bytes.setValueLengthSafe(row, size);
            copy(image, bytes.getDataBuffer(), bytes.getStartOffset(row), size);
            bytes.setIndexDefined(row);
        });
    }

    private static void copy(Image image, ArrowBuf to, long at, int size) {
        ByteBuffer destination;
        boolean within = true;
        try {
            destination = to.nioBuffer(at, size);
        } catch (UnsupportedOperationException e) {
            // Arrow 12, which Spark 3.5 has, cannot show its memory as a buffer on Java 21.
            destination = ByteBuffer.allocate(size);
            within = false;
        }
        image.copyTo(destination);
        if (destination.hasRemaining()) {
            throw new IllegalStateException(destination.remaining() + " of " + size + " bytes of pixels are missing");
        }
        if (!within) {
            to.setBytes(at, destination.array());
        }
    }

    private static ValueWriter ofStruct(StructVector struct, List<BoundColumn> fields) {
        List<FieldVector> vectors = struct.getChildrenFromFields();
        List<ValueWriter> writers = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            writers.add(of(vectors.get(i), fields.get(i)));
        }
        return orNull(struct::setNull, (row, value) -> {
            struct.setIndexDefined(row);
            for (int i = 0; i < writers.size(); i++) {
                writers.get(i).write(row, fields.get(i).value().apply(value));
            }
        });
    }

    private static ValueWriter ofList(ListVector list, BoundColumn column) {
        ValueWriter element = of(list.getDataVector(), column);
        return orNull(list::setNull, (row, value) -> {
            List<?> values = (List<?>) value;
            int start = list.startNewValue(row);
            for (int i = 0; i < values.size(); i++) {
                element.write(start + i, values.get(i));
            }
            list.endValue(row, values.size());
        });
    }

    private static ValueWriter ofMap(MapVector map) {
        StructVector entries = (StructVector) map.getDataVector();
        ValueWriter key = ofText((VarCharVector) entries.getChild(MapVector.KEY_NAME));
        ValueWriter text = ofText((VarCharVector) entries.getChild(MapVector.VALUE_NAME));
        return orNull(map::setNull, (row, value) -> {
            int at = map.startNewValue(row);
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.setIndexDefined(at);
                key.write(at, entry.getKey());
                text.write(at, entry.getValue());
                at++;
            }
            map.endValue(row, ((Map<?, ?>) value).size());
        });
    }

    private interface NullWriter {
        void write(int row);
    }

    private static ValueWriter orNull(NullWriter nulls, ValueWriter values) {
        return (row, value) -> {
            if (value == null) {
                nulls.write(row);
            } else {
                values.write(row, value);
            }
        };
    }
}
