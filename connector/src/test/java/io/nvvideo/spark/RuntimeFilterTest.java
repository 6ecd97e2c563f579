package io.nvvideo.spark;

import static io.nvvideo.spark.PushedScans.SPARK;
import static io.nvvideo.spark.PushedScans.read;
import static io.nvvideo.spark.PushedScans.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.spark.PushedScans.Cost;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFilterTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void makeVideos() {
        VideoTree.make(folder);
    }

    @Test
    void filesThatHaveNoPartnerInABroadcastJoinAreNotOpened() {
        Dataset<Row> cameras = SPARK.range(100)
                .selectExpr("CAST(id AS int) AS id", "id % 50 AS place")
                .where("place = 2");
        Dataset<Row> joined = read(folder)
                .join(functions.broadcast(cameras), functions.expr("camera = id"))
                .select("path", "camera", "data");
        Cost cost = run(joined);
        assertThat(cost.rows()).hasSize(65);
        assertThat(cost.files()).isEqualTo(2);
        assertThat(cost.decoded()).isEqualTo(65);
        assertThat(joined.queryExecution().executedPlan().toString()).contains("runtimeFilters=[camera IN (");
    }

    @Test
    void videosAreRuledOutByPathAndLength() {
        Dataset<Row> videos = read(folder, "view", "videos");
        Row one = videos.where("path LIKE '%.mkv'").select("path", "length").first();
        Dataset<Row> wanted = SPARK.range(10)
                .selectExpr("id", "'" + one.getString(0) + "' AS wanted_path", one.getLong(1) + " AS wanted_length")
                .where("id = 3");
        for (String on : new String[] {"path = wanted_path", "length = wanted_length"}) {
            Cost cost = run(
                    videos.join(functions.broadcast(wanted), functions.expr(on)).select("path", "length", "codec"));
            assertThat(cost.rows()).as(on).hasSize(1);
            assertThat(cost.files()).as(on).isEqualTo(1);
        }
    }

    @Test
    void scansThatReadTheSameAreReadOnce() {
        Dataset<Row> once =
                read(folder).where("frame_index < 3").groupBy("frame_pts").count();
        Dataset<Row> again =
                read(folder).where("frame_index < 3").groupBy("frame_pts").count();
        Dataset<Row> other =
                read(folder).where("frame_index < 4").groupBy("frame_pts").count();
        assertThat(run(once.unionAll(again)).files()).isEqualTo(5);
        assertThat(run(once.unionAll(other)).files()).isEqualTo(10);
    }
}
