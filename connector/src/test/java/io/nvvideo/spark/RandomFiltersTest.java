package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The oracle is Spark itself, on a copy of all rows in its memory, where nothing can be pushed down. */
class RandomFiltersTest {
    private static final Logger LOG = LoggerFactory.getLogger(RandomFiltersTest.class);
    private static final SparkSession SPARK = LocalSpark.session();
    private static final long SEED = Long.getLong("nvvideo.seed", System.nanoTime());

    private static final List<String> DECODED = List.of("data", "pict_type", "is_corrupt");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeVideos() {
        VideoTree.damage(VideoTree.make(folder));
    }

    @Test
    void framesAreTheSameWhetherSparkFiltersOrTheScan() {
        compare("frames", 220, List.of("path", "frame_index", "frame_pts", "error"));
    }

    @Test
    void picturesAreTheSameWhetherSparkFiltersOrTheScan() {
        compare(
                "frames",
                60,
                List.of(
                        "path",
                        "frame_index",
                        "pict_type",
                        "width",
                        "is_corrupt",
                        "IF(is_corrupt, 0, hash(data))",
                        "error"));
    }

    @Test
    void picturesAreTheSameWhenFilesAreCut() {
        SPARK.conf().set("spark.sql.files.openCostInBytes", "1");
        try {
            assertThat(PushedScans.read(folder, "maxPartitionBytes", "16k")
                            .select("data")
                            .rdd()
                            .getNumPartitions())
                    .isGreaterThan(8);
            compare("frames", 30, List.of("path", "frame_index", "pict_type", "is_corrupt", "length(data)"), "16k");
        } finally {
            SPARK.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void videosAreTheSameWhetherSparkFiltersOrTheScan() {
        compare("videos", 120, List.of("path", "stream_index", "num_frames", "error"));
    }

    private static void compare(String view, int cases, List<String> wanted) {
        compare(view, cases, wanted, "1g");
    }

    private static void compare(String view, int cases, List<String> wanted, String partitionBytes) {
        Dataset<Row> scan = SPARK.read()
                .format("nvvideo")
                .option("view", view)
                .option("mode", "PERMISSIVE")
                .option("maxPartitionBytes", partitionBytes)
                .load(folder.toString());
        // What a decoder finds out is in the copy only if the query decodes too.
        boolean decodes = wanted.contains("is_corrupt");
        String[] columns = Stream.concat(Stream.of(scan.columns()), Stream.of("_metadata"))
                .filter(name -> decodes || !DECODED.contains(name))
                .map(name -> "`" + name + "`")
                .toArray(String[]::new);
        Dataset<Row> everything = scan.selectExpr(columns);
        List<Row> rows = everything.collectAsList();
        Dataset<Row> copy = SPARK.createDataFrame(rows, everything.schema());
        List<Leaf> leaves = new ArrayList<>();
        find("", everything.schema(), leaves);
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < cases; i++) {
            String filter = filter(random, leaves, copy, random.nextInt(3));
            String[] selected = wanted.toArray(String[]::new);
            Dataset<Row> pushed = scan.where(filter).selectExpr(selected);
            assertThat(sorted(pushed))
                    .as("seed %d, case %d of %s: WHERE %s", SEED, i, view, filter)
                    .isEqualTo(sorted(copy.where(filter).selectExpr(selected)));
            String plan = pushed.queryExecution().executedPlan().toString();
            taken += plan.contains("Filter (") ? 0 : 1;
        }
        LOG.info("Seed {}: {} of {} filters on {} were taken", SEED, taken, cases, view);
        assertThat(taken).as("filters that nothing was left of for Spark").isGreaterThan(cases / 2);
    }

    private record Leaf(String name, DataType type, List<String> values) {}

    /** All that a filter can name and that costs no decoding. */
    private static void find(String prefix, StructType type, List<Leaf> leaves) {
        for (StructField field : type.fields()) {
            String name = prefix + field.name();
            if (DECODED.contains(name)) {
                continue;
            }
            if (field.dataType() instanceof StructType struct) {
                find(name + ".", struct, leaves);
            }
            leaves.add(new Leaf(name, field.dataType(), new ArrayList<>()));
        }
    }

    private static String filter(Random random, List<Leaf> leaves, Dataset<Row> copy, int depth) {
        if (depth > 0) {
            String left = filter(random, leaves, copy, depth - 1);
            String right = filter(random, leaves, copy, depth - 1);
            return switch (random.nextInt(5)) {
                case 0, 1 -> "(" + left + " AND " + right + ")";
                case 2, 3 -> "(" + left + " OR " + right + ")";
                default -> "NOT (" + left + ")";
            };
        }
        Leaf leaf = leaves.get(random.nextInt(leaves.size()));
        boolean plain = Stream.of("struct", "array", "map")
                .noneMatch(kind -> leaf.type().typeName().startsWith(kind));
        if (!plain || random.nextInt(8) == 0) {
            return leaf.name() + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
        }
        if (leaf.type().equals(DataTypes.BooleanType) && random.nextBoolean()) {
            return leaf.name();
        }
        if (random.nextInt(6) == 0) {
            int count = random.nextInt(3) == 0 ? 14 : 1 + random.nextInt(3);
            List<String> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(value(random, leaf, copy));
            }
            return leaf.name() + (random.nextInt(3) == 0 ? " NOT IN (" : " IN (") + String.join(", ", list) + ")";
        }
        if (leaf.type().equals(DataTypes.StringType) && random.nextInt(3) == 0) {
            String text = value(random, leaf, copy);
            int from = text.startsWith("'") ? 1 + random.nextInt(Math.max(1, text.length() - 2)) : 0;
            String part = text.startsWith("'")
                    ? text.substring(from, Math.min(text.length() - 1, from + 3))
                            .replaceAll("[%_\\\\]|[\\ud800-\\udfff]", "")
                    : "x";
            return leaf.name() + " LIKE "
                    + List.of("'" + part + "%'", "'%" + part + "'", "'%" + part + "%'")
                            .get(random.nextInt(3));
        }
        List<String> operators = List.of("=", "<>", "<", "<=", ">", ">=", "<=>");
        return leaf.name() + " " + operators.get(random.nextInt(operators.size())) + " " + value(random, leaf, copy);
    }

    /** One that the column has, one near it, or NULL, as a literal of the column's type. */
    private static String value(Random random, Leaf leaf, Dataset<Row> copy) {
        if (leaf.values().isEmpty()) {
            for (Row row : copy.selectExpr("CAST(" + leaf.name() + " AS string)")
                    .distinct()
                    .na()
                    .drop()
                    .collectAsList()) {
                leaf.values().add(row.getString(0));
            }
            leaf.values().sort(null);
            leaf.values().add("");
        }
        String text = leaf.values().get(random.nextInt(leaf.values().size()));
        if (random.nextInt(12) == 0) {
            return "CAST(NULL AS " + leaf.type().sql() + ")";
        }
        String type = leaf.type().typeName();
        return switch (type) {
            case "string" -> "'" + (random.nextInt(4) == 0 ? text + "\uffee" : text).replace("'", "\\'") + "'";
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "timestamp" -> "TIMESTAMP '" + (text.isEmpty() ? "2020-01-01 00:00:00" : text) + "'";
            case "date" -> "DATE '" + (text.isEmpty() ? "2026-01-03" : text) + "'";
            case "double" ->
                "CAST('"
                        + (text.isEmpty()
                                ? List.of("NaN", "-0.0", "0.0", "Infinity").get(random.nextInt(4))
                                : text)
                        + "' AS double)";
            default ->
                "CAST('" + (text.isEmpty() ? "7" : text) + "' AS " + leaf.type().sql() + ")"
                        + (random.nextInt(4) == 0
                                ? " + CAST(1 AS " + leaf.type().sql() + ")"
                                : "");
        };
    }

    private static List<String> sorted(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
