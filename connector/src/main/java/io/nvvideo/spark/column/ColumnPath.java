package io.nvvideo.spark.column;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names a column, or a field in a struct: {@code metadata.width}.
 *
 * @param names of the column, then of the fields from the outermost on
 */
public record ColumnPath(List<String> names) implements Serializable {
    /** Copies the list. */
    public ColumnPath {
        names = new ArrayList<>(names);
    }

    /** The path of a column, or of a field in it. */
    public static ColumnPath of(String... names) {
        return new ColumnPath(List.of(names));
    }

    @Override
    public String toString() {
        return names.stream()
                .map(name -> name.matches("\\w+") ? name : "`" + name.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }
}
