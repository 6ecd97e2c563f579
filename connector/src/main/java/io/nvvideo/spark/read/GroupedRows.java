package io.nvvideo.spark.read;

import io.nvvideo.spark.condition.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The rows of a file, summed up. */
final class GroupedRows implements FileRows {

    /**
     * The sums of a group.
     *
     * @param file null if there is none
     * @param values those that make the group, then the sums
     */
    record Group(VideoFile file, Object[] values) implements FileRow {}

    private final VideoFile file;
    private final FileRows rows;
    private final Grouping grouping;
    private final List<Function<Object, Object>> keys;
    private final List<Function<Object, Object>> arguments;
    private final Map<List<Object>, Object[]> sums = new LinkedHashMap<>();
    private Iterator<Map.Entry<List<Object>, Object[]>> groups;
    private Group group;

    /** Sums {@code rows} up when the first group is asked for. */
    GroupedRows(VideoFile file, FileRows rows, Grouping grouping, View view) {
        this.file = file;
        this.rows = rows;
        this.grouping = grouping;
        this.keys = grouping.groupBy().stream()
                .map(path -> view.find(path).orElseThrow().value())
                .toList();
        this.arguments = grouping.sums().stream()
                .map(sum -> sum.column() == null
                        ? Function.<Object>identity()
                        : view.find(sum.column()).orElseThrow().value())
                .toList();
    }

    @Override
    public boolean next() {
        if (groups == null) {
            sumUp();
            groups = sums.entrySet().iterator();
        }
        if (!groups.hasNext()) {
            return false;
        }
        Map.Entry<List<Object>, Object[]> next = groups.next();
        List<Object> values = new ArrayList<>(next.getKey());
        values.addAll(Arrays.asList(next.getValue()));
        group = new Group(file, values.toArray());
        return true;
    }

    private void sumUp() {
        if (grouping.isGlobal()) {
            sums.put(List.of(), zeros());
        }
        while (rows.next()) {
            FileRow row = rows.row();
            Object[] ofGroup = sums.computeIfAbsent(key(row), key -> zeros());
            for (int i = 0; i < ofGroup.length; i++) {
                Object value = arguments.get(i).apply(row);
                if (value != null) {
                    ofGroup[i] = add(grouping.sums().get(i).kind(), ofGroup[i], value);
                }
            }
        }
    }

    private List<Object> key(FileRow row) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Object[] key = new Object[keys.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = keys.get(i).apply(row);
        }
        return Arrays.asList(key);
    }

    private Object[] zeros() {
        return grouping.sums().stream()
                .map(sum -> sum.kind() == Grouping.Kind.COUNT ? 0L : null)
                .toArray();
    }

    private static Object add(Grouping.Kind kind, Object sum, Object value) {
        return switch (kind) {
            case COUNT -> (Long) sum + 1;
            case MIN -> sum == null || ValueOrder.INSTANCE.compare(value, sum) < 0 ? value : sum;
            case MAX -> sum == null || ValueOrder.INSTANCE.compare(value, sum) > 0 ? value : sum;
        };
    }

    @Override
    public FileRow row() {
        return group;
    }

    @Override
    public long rowsAtMost() {
        return Math.max(1, sums.size());
    }

    @Override
    public void close() {
        // The rows are their owner's.
    }
}
