package io.nvvideo.spark.read;

import io.nvvideo.image.Output;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What EXPLAIN says of a scan: everything that it does in Spark's place. */
final class ScanText {
    private ScanText() {}

    /** One line. */
    static String of(List<String> paths, Query query, Collection<Condition> runtimeConditions) {
        StringBuilder text = new StringBuilder("nvvideo ")
                .append(query.view())
                .append(" of ")
                .append(String.join(", ", paths));
        if (query.options().view() == ViewName.FRAMES) {
            text.append(", frameFormat=").append(format(query.options()));
            text.append(SelectionText.describe(query.options().selection(), ", "));
        }
        Pushed pushed = query.pushed();
        Grouping grouping = pushed.grouping();
        List<String> columns = grouping == null
                ? names("", query.view().schema(), query.columns())
                : grouping.columns().map(ColumnPath::toString).distinct().toList();
        text.append(", columns=[").append(String.join(", ", columns)).append("]");
        append(text, "filters", pushed.conditions());
        if (pushed.sample() != null) {
            Sample sample = pushed.sample();
            text.append(", sample=[")
                    .append(sample.lower())
                    .append(", ")
                    .append(sample.upper())
                    .append(") of seed ")
                    .append(sample.seed());
        }
        if (grouping != null) {
            append(text, "aggregates", grouping.sums());
            append(text, "groupBy", grouping.groupBy());
        }
        if (pushed.limit() != null) {
            text.append(", limit=").append(pushed.limit().rows());
            if (pushed.limit().begin() > 0) {
                text.append(", offset=").append(pushed.limit().begin());
            }
            text.append(pushed.isLimitComplete() ? "" : " in each task");
        }
        append(text, "runtimeFilters", runtimeConditions);
        return text.append(", decodes=").append(Need.decode(query.needs())).toString();
    }

    private static void append(StringBuilder text, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            text.append(", ")
                    .append(name)
                    .append(values.stream().map(Object::toString).collect(Collectors.joining(", ", "=[", "]")));
        }
    }

    /** Columns by name; of a struct that Spark has pruned, the fields that are left. */
    private static List<String> names(String prefix, StructType all, StructType wanted) {
        List<String> names = new ArrayList<>();
        for (StructField field : wanted.fields()) {
            String name = prefix + field.name();
            DataType whole = Stream.of(all.fields())
                    .filter(other -> other.name().equalsIgnoreCase(field.name()))
                    .<DataType>map(StructField::dataType)
                    .findFirst()
                    .orElse(field.dataType());
            if (!whole.equals(field.dataType()) && whole instanceof StructType struct) {
                names.addAll(names(name + ".", struct, (StructType) field.dataType()));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static String format(ReadOptions options) {
        Output output = options.output();
        String name = options.asImage() ? "image" : output.format().name().toLowerCase(Locale.ROOT);
        if (output.width() == 0 && output.height() == 0) {
            return name;
        }
        return name + " " + side(output.width()) + "x" + side(output.height());
    }

    private static String side(int pixels) {
        return pixels == 0 ? "?" : String.valueOf(pixels);
    }
}
