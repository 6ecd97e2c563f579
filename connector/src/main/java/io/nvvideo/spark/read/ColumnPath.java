package io.nvvideo.spark.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names a column, or a field in a struct: {@code metadata.width}.
 *
 * @param names of the column, then of the fields from the outermost on
 */
record ColumnPath(List<String> names) implements Serializable {
    ColumnPath {
        names = new ArrayList<>(names);
    }

    static ColumnPath of(String... names) {
        return new ColumnPath(List.of(names));
    }

    @Override
    public String toString() {
        return names.stream()
                .map(name -> name.matches("\\w+") ? name : "`" + name.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }
}
