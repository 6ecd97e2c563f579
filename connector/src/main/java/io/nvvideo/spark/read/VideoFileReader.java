package io.nvvideo.spark.read;

import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.VideoOptions;
import io.nvvideo.VideoStatistics;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Leaves;
import io.nvvideo.spark.storage.HadoopByteSource;
import io.nvvideo.spark.storage.IndexCache;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a split of a file from opening to closing, and does about failures what the options say. Owns the video.
 */
final class VideoFileReader implements FileRows {
    private static final Logger LOG = LoggerFactory.getLogger(VideoFileReader.class);

    private final FileSplit split;
    private final VideoFile file;
    private final ReadOptions options;
    private final Set<Need> needs;
    private final Configuration hadoop;
    private final BooleanSupplier cancelled;
    private final FailurePolicy policy;
    private final RowFilter filter;
    private final RowBudget budget;

    private IndexCache.OfFile indices;
    private Video video;
    /** Of the frames view, once it is known. */
    private Integer streamIndex;

    private FileRows rows;
    private FileRow row;
    private final Failures told = new Failures();
    private long failures;
    private long failuresAtMost;
    private boolean exhausted;

    VideoFileReader(
            FileSplit split,
            ReadOptions options,
            Set<Need> needs,
            RowFilter filter,
            RowBudget budget,
            Configuration hadoop,
            BooleanSupplier cancelled) {
        this.split = split;
        this.file = split.file();
        this.options = options;
        this.needs = needs;
        this.filter = filter;
        this.budget = budget;
        this.hadoop = hadoop;
        this.cancelled = cancelled;
        this.policy = FailurePolicy.of(options);
    }

    /** Moves to the next row; false at the end of the file, or when rows enough have been read. */
    @Override
    public boolean next() {
        row = null;
        while (!budget.isSpent()) {
            FileRow read = readNext();
            if (read == null) {
                return false;
            }
            if (budget.passOver(1) == 0) {
                budget.take();
                row = read;
                return true;
            }
        }
        return false;
    }

    private FileRow readNext() {
        while (!exhausted) {
            try {
                if (rows == null) {
                    open();
                }
                if (rows.next()) {
                    return rows.row();
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
        for (String text = told.next(); text != null; text = told.next()) {
            FileRow error = errorRow(text);
            if (filter.wants(error)) {
                return error;
            }
        }
        return null;
    }

    @Override
    public FileRow row() {
        return row;
    }

    @Override
    public long rowsAtMost() {
        // The current row has been taken.
        long wanted = budget.left() == Long.MAX_VALUE ? Long.MAX_VALUE : budget.left() + 1;
        return exhausted || rows == null ? Math.max(1, told.count()) : Math.min(wanted, rows.rowsAtMost());
    }

    /** What reading the file has cost so far. */
    VideoStatistics statistics() {
        return video == null ? VideoStatistics.NONE : video.statistics();
    }

    /** How many indices of the file this executor had already. */
    long indexCacheHits() {
        return indices == null ? 0 : indices.hits();
    }

    private void open() {
        if (video == null) {
            int stream = options.view() == ViewName.FRAMES ? options.streamIndex() : -1;
            HadoopByteSource source =
                    HadoopByteSource.open(file.path(), file.length(), file.modificationMicros(), hadoop);
            indices = IndexCache.OF_EXECUTOR.of(source, cancelled);
            video = Video.open(
                    source,
                    new VideoOptions(stream, options.decodeThreads(), cancelled)
                            .withIndexStore(indices)
                            .withGpu(options.gpu())
                            .withPrefetchFrames(needs.contains(Need.PIXELS) ? options.prefetchFrames() : 0));
        }
        if (options.view() == ViewName.FRAMES) {
            streamIndex = video.streamIndex();
            rows = mayHaveWantedFrames()
                    ? new FrameRows(split, video, options, needs, filter, budget)
                    : FileRows.none();
        } else {
            rows = new StreamRows(file, video, needs, filter);
        }
        // A decoder goes on behind the damage. Of a frame, two fields and the picture itself can fail: no more than
        // that.
        failuresAtMost = 3 * rows.rowsAtMost();
    }

    /** Whether the stream is worth an index. */
    private boolean mayHaveWantedFrames() {
        VideoRow metadata =
                needs.contains(Need.STREAMS) ? new VideoRow(file, video.container(), video.stream(), null, null) : null;
        FrameRow opened = new FrameRow(split, streamIndex, null, null, null, metadata, null);
        return filter.mayWant(opened, errorRow(Leaves.SOME_TEXT));
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
            case REPORT -> report(failure);
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
    private void report(VideoException failure) {
        boolean happened = failure.code() == Code.IO || failure.code() == Code.NOT_FOUND;
        long part = rows != null
                ? rows.partOf(failure)
                : split.isFirst() || happened ? FileRows.WHOLE_FILE : FileRows.OTHERS_TELL;
        if (part != FileRows.OTHERS_TELL) {
            told.add(part, failure);
        }
    }

    private FileRow errorRow(String text) {
        return options.view() == ViewName.FRAMES
                ? FrameRow.ofError(split, streamIndex, text)
                : VideoRow.ofError(file, text);
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
