package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What EXPLAIN says of typical queries, as golden text: the scan's own line, and which nodes Spark is left with. Run it with
 * {@code -Dnvvideo.golden=write} to make the text anew.
 */
class ExplainTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final Path GOLDEN = Path.of("src/test/resources/explain/queries.txt");
    private static final List<String> QUERIES = List.of(
            "SELECT path, frame_time, data FROM frames WHERE is_key_frame AND camera = 1",
            "SELECT frame_index, data FROM frames WHERE frame_time >= 1.5 AND frame_time < 2",
            "SELECT data FROM frames WHERE metadata.width > 1000 OR metadata.codec IN ('h264', 'hevc')",
            "SELECT data FROM frames WHERE pict_type = 'I' AND frame_index < 10",
            "SELECT path, error FROM frames WHERE error IS NOT NULL AND path LIKE '%mp4'",
            "SELECT data FROM frames LIMIT 1",
            "SELECT path, frame_index FROM frames LIMIT 16 OFFSET 48",
            "SELECT data FROM frames WHERE frame_index > 3 LIMIT 5",
            "SELECT data FROM frames TABLESAMPLE (10 PERCENT) REPEATABLE (42)",
            "SELECT count(*) FROM frames",
            "SELECT camera, count(*), max(frame_time) FROM frames WHERE is_key_frame GROUP BY camera",
            "SELECT avg(frame_time) FROM frames",
            "SELECT path, codec, num_frames FROM videos WHERE num_frames > 100 AND length < 1000000",
            "SELECT codec, count(*), max(duration) FROM videos GROUP BY codec");

    @TempDir
    static Path folder;

    @Test
    void queriesAreExplainedAsTheGoldenTextSays() throws IOException {
        VideoTree.make(folder);
        for (String view : List.of("frames", "videos")) {
            PushedScans.read(folder, "view", view).createOrReplaceTempView(view);
        }
        StringBuilder text = new StringBuilder();
        for (String query : QUERIES) {
            text.append(query).append('\n').append(explain(SPARK.sql(query))).append('\n');
        }
        if ("write".equals(System.getProperty("nvvideo.golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text.toString());
        }
        try (InputStream golden = Files.newInputStream(GOLDEN)) {
            assertThat(text.toString()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String explain(Dataset<Row> query) {
        String plan = query.queryExecution().executedPlan().toString();
        Matcher scan = Pattern.compile("\\] (nvvideo .*, decodes=(true|false))").matcher(plan);
        assertThat(scan.find()).as(plan).isTrue();
        List<String> nodes = new ArrayList<>();
        Stream.of("Filter (", "Aggregate(", "Limit ", "Offset ", "Sample ")
                .filter(plan::contains)
                .map(node -> node.replaceAll("\\W", ""))
                .forEach(nodes::add);
        return "  scan: " + scan.group(1).replace(folder.toString(), "<folder>") + "\n  Spark: "
                + (nodes.isEmpty() ? "nothing else" : String.join(", ", nodes)) + "\n";
    }
}
