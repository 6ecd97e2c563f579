package io.nvvideo;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * How a video is opened and decoded.
 *
 * @param streamIndex the video stream by its index in the container; -1 for the one that FFmpeg would choose
 * @param decodeThreads threads of a software decoder, at least 1
 * @param cancelled asked before every read; when it turns true the running call fails with code CANCELLED
 * @param indexStore where indices are kept for others who read the same file
 */
public record VideoOptions(int streamIndex, int decodeThreads, BooleanSupplier cancelled, IndexStore indexStore) {

    /** Best stream, one thread, never cancelled, indices kept by each video for itself. */
    public static final VideoOptions DEFAULT = new VideoOptions(-1, 1, () -> false, IndexStore.NONE);

    /** Checks the ranges. */
    public VideoOptions {
        if (streamIndex < -1) {
            throw new IllegalArgumentException("Stream index is -1 (best) or more, not " + streamIndex);
        }
        if (decodeThreads < 1) {
            throw new IllegalArgumentException("Decode threads are at least 1, not " + decodeThreads);
        }
        Objects.requireNonNull(cancelled, "cancelled");
        Objects.requireNonNull(indexStore, "indexStore");
    }

    /** The rest as in {@link #DEFAULT}. */
    public VideoOptions(int streamIndex, int decodeThreads, BooleanSupplier cancelled) {
        this(streamIndex, decodeThreads, cancelled, IndexStore.NONE);
    }

    /** The same with another stream. */
    public VideoOptions withStreamIndex(int other) {
        return new VideoOptions(other, decodeThreads, cancelled, indexStore);
    }

    /** The same with another number of threads. */
    public VideoOptions withDecodeThreads(int other) {
        return new VideoOptions(streamIndex, other, cancelled, indexStore);
    }

    /** The same with another way to be cancelled. */
    public VideoOptions withCancelled(BooleanSupplier other) {
        return new VideoOptions(streamIndex, decodeThreads, other, indexStore);
    }

    /** The same with another store of indices. */
    public VideoOptions withIndexStore(IndexStore other) {
        return new VideoOptions(streamIndex, decodeThreads, cancelled, other);
    }
}
