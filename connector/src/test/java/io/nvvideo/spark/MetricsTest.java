package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.spark.metric.ConvertTimeNs;
import io.nvvideo.spark.metric.DecodeTimeNs;
import io.nvvideo.spark.metric.NumBytesRead;
import io.nvvideo.spark.metric.NumFiles;
import io.nvvideo.spark.metric.NumFramesDecoded;
import io.nvvideo.spark.metric.NumFramesDecodedOnGpu;
import io.nvvideo.spark.metric.NumFramesReturned;
import io.nvvideo.spark.metric.NumFramesSkipped;
import io.nvvideo.spark.metric.NumIndexCacheHits;
import io.nvvideo.spark.metric.NumSessionsCreated;
import io.nvvideo.spark.metric.NumSessionsReconfigured;
import io.nvvideo.spark.metric.NumSessionsReused;
import io.nvvideo.spark.metric.NumVideosOnCpu;
import io.nvvideo.spark.metric.SessionWaitTimeNs;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void sparkCanMakeEachByItsName() throws ReflectiveOperationException {
        for (Class<? extends CustomMetric> type : List.of(
                NumFiles.class,
                NumFramesDecoded.class,
                NumFramesReturned.class,
                NumFramesSkipped.class,
                NumBytesRead.class,
                NumIndexCacheHits.class,
                DecodeTimeNs.class,
                ConvertTimeNs.class,
                NumFramesDecodedOnGpu.class,
                NumSessionsCreated.class,
                NumSessionsReconfigured.class,
                NumSessionsReused.class,
                SessionWaitTimeNs.class,
                NumVideosOnCpu.class)) {
            CustomMetric metric = (CustomMetric)
                    Class.forName(type.getCanonicalName()).getConstructor().newInstance();
            assertThat(metric.name()).isEqualToIgnoringCase(type.getSimpleName());
            assertThat(metric.description()).isNotBlank();
        }
    }

    @Test
    void timesAndSizesHaveUnits() {
        assertThat(new DecodeTimeNs().aggregateTaskMetrics(new long[] {2_000_000, 3_000_000}))
                .isEqualTo("5 ms");
        assertThat(new DecodeTimeNs().aggregateTaskMetrics(new long[] {2_500_000_000L}))
                .isEqualTo("2.5 s");
        assertThat(new NumBytesRead().aggregateTaskMetrics(new long[] {1000, 24}))
                .isEqualTo("1.0 KiB");
        assertThat(new NumFiles().aggregateTaskMetrics(new long[] {1, 2})).isEqualTo("3");
    }
}
