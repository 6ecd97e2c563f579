package io.nvvideo.spark.read;

import io.nvvideo.VideoStatistics;
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
import io.nvvideo.spark.metric.TaskMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task has counted over its files. Outlives the reader: Spark may ask after {@code close()}. */
final class ReadCounters {
    private long files;
    private long framesReturned;
    private long indexCacheHits;
    private VideoStatistics done = VideoStatistics.NONE;

    void fileBegun() {
        files++;
    }

    void fileEnded(VideoStatistics statistics, long indicesFromCache) {
        indexCacheHits += indicesFromCache;
        done = done.plus(statistics);
    }

    void framesReturned(long rows) {
        framesReturned += rows;
    }

    /** The counts, with those of the file that is being read. */
    CustomTaskMetric[] values(VideoStatistics current) {
        VideoStatistics all = done.plus(current);
        return new CustomTaskMetric[] {
            new TaskMetric(NumFiles.NAME, files),
            new TaskMetric(NumFramesDecoded.NAME, all.framesDecoded()),
            new TaskMetric(NumFramesSkipped.NAME, all.framesSkipped()),
            new TaskMetric(NumFramesReturned.NAME, framesReturned),
            new TaskMetric(NumBytesRead.NAME, all.bytesRead()),
            new TaskMetric(NumIndexCacheHits.NAME, indexCacheHits),
            new TaskMetric(DecodeTimeNs.NAME, all.decodeNanos()),
            new TaskMetric(ConvertTimeNs.NAME, all.convertNanos()),
            new TaskMetric(NumFramesDecodedOnGpu.NAME, all.gpu().framesDecoded()),
            new TaskMetric(NumSessionsCreated.NAME, all.gpu().sessionsCreated()),
            new TaskMetric(NumSessionsReconfigured.NAME, all.gpu().sessionsReconfigured()),
            new TaskMetric(NumSessionsReused.NAME, all.gpu().sessionsReused()),
            new TaskMetric(SessionWaitTimeNs.NAME, all.gpu().waitNanos()),
            new TaskMetric(NumVideosOnCpu.NAME, all.gpu().videosOnCpu())
        };
    }
}
