package io.nvvideo;

import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.IndexSummary;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.Selection;
import java.nio.file.Path;
import java.util.List;

/**
 * A video file (or bytes, or a feed) and everything that can be had from one of its video streams: metadata, an exact
 * index, and frames by number, by time, by slice, or one after the other.
 *
 * <pre>{@code
 * try (Video video = Video.open(Path.of("cat.mp4"))) {
 *     Frame first = video.frame(0);
 *     try (FrameReader frames = video.frames(Selection.all(), Output.RGB.withSize(336, 336, ResizeMode.CROP))) {
 *         while (frames.next()) {
 *             frames.image().copyTo(buffer);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Frames are numbered from 0 in presentation order; times are in seconds, as stored in the file and not rebased to 0. Where no
 * {@link Output} is given, pixels are {@link Output#RGB}: upright, height x width x 3 bytes. Owns its source. Not thread-safe:
 * used by one thread at a time. Whatever is wrong with the file is a {@link VideoException} that names it.
 */
public final class Video implements AutoCloseable {
    private final VideoOptions options;
    private final Batches batches;
    private OpenSource open;

    private Video(ByteSource source, VideoOptions options) {
        this.open = opened(source, options);
        this.options = options;
        this.batches = new Batches((selection, output) -> this.open.read(selection, output));
    }

    /**
     * Opens a local file; chooses the video stream that FFmpeg would choose.
     *
     * @throws VideoException NOT_FOUND or IO if the file cannot be read, NOT_A_VIDEO if it is no container
     */
    public static Video open(Path file) {
        return open(ByteSource.of(file));
    }

    /**
     * Opens a source; chooses the video stream that FFmpeg would choose.
     *
     * @throws VideoException as {@link #open(ByteSource, VideoOptions)}
     */
    public static Video open(ByteSource source) {
        return open(source, VideoOptions.DEFAULT);
    }

    /**
     * Opens a source, which is closed with the video, and also if this fails.
     *
     * @throws VideoException NOT_A_VIDEO if the bytes are no container, CORRUPT if its header is damaged, IO if they cannot be
     *     read; whether it has a video stream is told by {@link #streamIndex()}
     */
    public static Video open(ByteSource source, VideoOptions options) {
        return new Video(source, options);
    }

    private static OpenSource opened(ByteSource source, VideoOptions options) {
        return OpenSource.open(source, options, KnownAnswers::reasonAgainst);
    }

    /**
     * Goes on with another source and the same options, as if newly opened: what is costly to set up is kept where the new
     * stream allows it. The old source is closed, and so is the video if this fails.
     *
     * @throws VideoException as {@link #open(ByteSource, VideoOptions)}
     */
    public void reopen(ByteSource source) {
        batches.end();
        open.close();
        open = opened(source, options);
        batches.moveTo(0);
    }

    /**
     * What the file says about itself and all its streams. Of MP4 and MOV it is read on the first call, unless frames were read
     * before: from the header and the first 4 kB of each stream, or, where these leave any doubt, by decoding the first pictures.
     * Of other containers it is found on opening, by decoding the first pictures. The values are the same either way.
     *
     * @throws VideoException CORRUPT if that cannot be read; the video is then closed
     */
    public Container container() {
        return open.container();
    }

    /**
     * What the container says about the chosen stream.
     *
     * @throws VideoException NOT_A_VIDEO if the file has no video stream, INVALID_ARGUMENT if the stream asked for is none
     */
    public VideoStream stream() {
        return open.stream();
    }

    /**
     * Index in the container of the chosen stream: what {@link #stream()} says, but known without any packet where the header
     * of an MP4 or MOV file leaves no choice.
     *
     * @throws VideoException as {@link #stream()}
     */
    public int streamIndex() {
        return open.streamIndex();
    }

    /**
     * Indices in the container of all video streams, cover art left out; known without any packet where the header of an MP4 or
     * MOV file has one and no stream was asked for.
     */
    public List<Integer> videoStreams() {
        return open.videoStreams();
    }

    /**
     * The exact index of the chosen stream, made on the first call: from the header for MP4 and MOV, without reading media
     * data; by reading all packets elsewhere. Of a file that is cut off it ends where the file does; see {@link #damage}.
     *
     * @throws VideoException as {@link #stream()}; INVALID_ARGUMENT if the source is a feed, which can be read only once
     */
    public FrameIndex index() {
        return index(streamIndex());
    }

    /**
     * The exact index of any video stream of the file.
     *
     * @param streamIndex of the stream in the container
     */
    public FrameIndex index(int streamIndex) {
        return open.scan(streamIndex).index();
    }

    /**
     * What stopped the index of the chosen stream before its end (a file that is cut off), or why it has no frame at all;
     * null if all is well.
     */
    public VideoException damage() {
        return open.scan(streamIndex()).damage();
    }

    /** Number of frames, exact. */
    public int length() {
        return index().frameCount();
    }

    /** Counts and extremes found by looking at every packet, as opposed to what the header claims. */
    public IndexSummary scannedMetadata() {
        return index().summary();
    }

    /** Number of the frame on display at a time in seconds; -1 before the first one, the last one from its time on. */
    public int indexAt(double seconds) {
        return index().frameAt(seconds);
    }

    /**
     * The numbers of the frames of the chosen stream that a selection means, in the order it gives them: what
     * {@link Selection#indices} takes. Decodes nothing.
     *
     * @throws VideoException INVALID_ARGUMENT if the selection names frames that do not exist; never for
     *     {@link Selection.Sampled}
     */
    public int[] select(Selection selection) {
        return open.resolve(selection);
    }

    /**
     * Decodes frames one after the other in ascending order, each once however often the selection names it. One reader of a
     * video is usable at a time: starting another ends the one before.
     *
     * @throws VideoException INVALID_ARGUMENT if the selection names frames that do not exist
     */
    public FrameReader frames(Selection selection, Output output) {
        batches.end();
        return open.read(selection, output);
    }

    /** One frame by number, as RGB; negative ones count from the end. Fails as {@link #list} does. */
    public Frame frame(int number) {
        return frame(number, Output.RGB);
    }

    /** One frame by number; negative ones count from the end. Fails as {@link #list} does. */
    public Frame frame(int number, Output output) {
        return list(Selection.indices(number), output).get(0);
    }

    /** Frames by number in the order given, repetitions included, as RGB; negative ones count from the end. */
    public List<Frame> frames(int... numbers) {
        return list(Selection.indices(numbers), Output.RGB);
    }

    /**
     * The frames of a slice, as RGB, with Python's meaning of {@code video[from:to:step]}; null is an open end.
     *
     * @throws IllegalArgumentException if the step is 0
     */
    public List<Frame> slice(Integer from, Integer to, int step) {
        return list(new Selection.Slice(from, to, step), Output.RGB);
    }

    /**
     * The frame on display at a time in seconds, as RGB; from the last one's time on that is the last one.
     *
     * @throws VideoException as {@link #list}; INVALID_ARGUMENT before the time of the first frame
     */
    public Frame frameAt(double seconds) {
        return list(Selection.times(seconds), Output.RGB).get(0);
    }

    /** The frames on display at those times in seconds, in the order given, as RGB; see {@link #frameAt}. */
    public List<Frame> framesAt(double... seconds) {
        return list(Selection.times(seconds), Output.RGB);
    }

    /**
     * The frames of a selection in the order it gives them, repetitions included, all in memory.
     *
     * @throws VideoException INVALID_ARGUMENT if the selection names frames that do not exist, CORRUPT if one of them cannot be
     *     decoded
     */
    public List<Frame> list(Selection selection, Output output) {
        int[] wanted = open.resolve(selection);
        try (FrameReader reader = frames(selection, output)) {
            return FrameList.of(reader, wanted, open.name());
        }
    }

    /**
     * Makes a frame the next one of {@link #nextBatch}; negative ones count from the end.
     *
     * @throws VideoException INVALID_ARGUMENT if there is no such frame
     */
    public void seek(int number) {
        batches.moveTo(open.resolve(Selection.indices(number))[0]);
    }

    /** Number of the frame that {@link #nextBatch} gives first. */
    public int position() {
        return batches.position();
    }

    /** The next frames in sequence, as RGB; see {@link #nextBatch(int, Output)}. */
    public List<Frame> nextBatch(int size) {
        return nextBatch(size, Output.RGB);
    }

    /**
     * The next frames in sequence; fewer at the end and before a frame that cannot be decoded, none behind the end. Goes on decoding
     * where the last batch ended.
     *
     * @param size how many, at least 1
     * @throws VideoException INVALID_ARGUMENT if fewer than 1 are asked for, CORRUPT if the next one cannot be decoded: the call after
     *     that goes on behind it
     */
    public List<Frame> nextBatch(int size, Output output) {
        return batches.next(size, output);
    }

    /** What reading has cost since the source was opened. */
    public VideoStatistics statistics() {
        return open.statistics();
    }

    /** Closes the source and frees everything; safe to call twice. What was read in memory stays valid. */
    @Override
    public void close() {
        batches.end();
        open.close();
    }
}
