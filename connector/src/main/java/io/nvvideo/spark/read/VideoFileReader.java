package io.nvvideo.spark.read;

import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.VideoOptions;
import io.nvvideo.VideoStatistics;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a split of a file from opening to closing, and does about failures what the options say. Owns the video.
 */
final class VideoFileReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VideoFileReader.class);

    private final FileSplit split;
    private final VideoFile file;
    private final ReadOptions options;
    private final Set<Need> needs;
    private final Configuration hadoop;
    private final BooleanSupplier cancelled;
    private final FailurePolicy policy;

    private IndexCache.OfFile indices;
    private Video video;
    /** Of the frames view, once it is known. */
    private Integer streamIndex;

    private FileRows rows;
    private FileRow row;
    private VideoException firstFailure;
    private long failures;
    private long failuresAtMost;
    private boolean exhausted;

    VideoFileReader(FileSplit split, Query query, Set<Need> needs, Configuration hadoop, BooleanSupplier cancelled) {
        this.split = split;
        this.file = split.file();
        this.options = query.options();
        this.needs = needs;
        this.hadoop = hadoop;
        this.cancelled = cancelled;
        this.policy = FailurePolicy.of(options);
    }

    /** Moves to the next row; false at the end of the file. */
    boolean next() {
        row = null;
        while (!exhausted) {
            try {
                if (rows == null) {
                    open();
                }
                if (rows.next()) {
                    row = rows.row();
                    return true;
                }
                exhausted = true;
            } catch (VideoException e) {
                handle(e);
            } catch (RuntimeException e) {
                throw new VideoException(
                        Code.INTERNAL,
                        "Cannot read " + file.path() + ": " + e + ". This is a defect of nvvideo; please report it.",
                        e);
            }
        }
        if (firstFailure != null) {
            row = errorRow();
            firstFailure = null;
            return true;
        }
        return false;
    }

    FileRow row() {
        return row;
    }

    /** Upper bound of the rows that are still to come, the current one included. */
    long rowsAtMost() {
        return exhausted || rows == null ? 1 : rows.rowsAtMost();
    }

    /** What reading the file has cost so far. */
    VideoStatistics statistics() {
        return video == null ? new VideoStatistics(0, 0, 0, 0) : video.statistics();
    }

    /** How many indices of the file this executor had already. */
    long indexCacheHits() {
        return indices == null ? 0 : indices.hits();
    }

    private void open() {
        if (video == null) {
            int stream = options.view() == ViewName.FRAMES ? options.streamIndex() : -1;
            HadoopByteSource source = HadoopByteSource.open(file, hadoop);
            indices = IndexCache.OF_EXECUTOR.of(source, cancelled);
            video = Video.open(
                    source,
                    new VideoOptions(stream, options.decodeThreads(), cancelled)
                            .withIndexStore(indices)
                            .withPrefetchFrames(needs.contains(Need.PIXELS) ? options.prefetchFrames() : 0));
        }
        if (options.view() == ViewName.FRAMES) {
            streamIndex = video.stream().index();
            rows = new FrameRows(split, video, options, needs);
        } else {
            rows = new StreamRows(file, video, needs);
        }
        // A decoder goes on behind the damage. Of a frame, two fields and the picture itself can fail: no more than
        // that.
        failuresAtMost = 3 * rows.rowsAtMost();
    }

    private void handle(VideoException failure) {
        switch (policy.decide(failure)) {
            case FAIL -> throw failure;
            case SKIP_FILE -> {
                LOG.warn("Skipping the rest of {}: {}", file.path(), failure.getMessage());
                exhausted = true;
            }
            case DROP -> {
                if (failures == 0) {
                    LOG.warn("Dropping what cannot be read of {}: {}", file.path(), failure.getMessage());
                }
            }
            case REPORT -> firstFailure = firstFailure == null && isToldHere(failure) ? failure : firstFailure;
            default -> throw failure;
        }
        failures++;
        if (rows == null || failures > failuresAtMost) {
            exhausted = true;
        }
    }

    /**
     * What a file is, every split of it finds out when it opens it, and the first one tells. What only happened to this split
     * (a store that did not answer, a file that was removed meanwhile) nobody else would tell.
     */
    private boolean isToldHere(VideoException failure) {
        boolean happened = failure.code() == Code.IO || failure.code() == Code.NOT_FOUND;
        return rows != null || split.isFirst() || happened;
    }

    private FileRow errorRow() {
        String text = failures > 1
                ? firstFailure.getMessage() + " " + (failures - 1)
                        + (failures == 2 ? " more failure" : " more failures")
                        + (split.isWhole() ? " in this file." : " in this part of the file.")
                : firstFailure.getMessage();
        return options.view() == ViewName.FRAMES
                ? new FrameRow(split, streamIndex, null, null, null, null, text)
                : new VideoRow(file, null, null, null, text);
    }

    @Override
    public void close() {
        exhausted = true;
        if (rows != null) {
            rows.close();
        }
        if (video != null) {
            video.close();
            video = null;
        }
    }
}
