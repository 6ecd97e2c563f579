package io.nvvideo;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * How a video is opened and decoded.
 *
 * @param streamIndex the video stream by its index in the container; -1 for the one that FFmpeg would choose
 * @param decodeThreads threads of a software decoder, at least 1. Frames and failures are the same on any number: what goes wrong
 *     on several is decoded again on one, from its key frame on. There are three exceptions. A feed, which cannot be read again, may be
 *     told of a failure with a packet behind it. B pictures of H.264, MPEG-1 and MPEG-2 that are shown before a damaged one that they are
 *     predicted from may have other pixels. H.264 with B pictures is shown on several threads before FFmpeg has found out whether all
 *     of a picture is there: such damage may then go untold
 * @param cancelled asked before every read, on the thread that reads; when it turns true the running call fails with code
 *     CANCELLED
 * @param indexStore where indices are kept for others who read the same file
 * @param prefetchFrames how many frames are decoded and converted ahead, on a thread of their own, whether or not their pixels
 *     are asked for; 0 for none
 * @param gpu whether and how GPUs decode
 */
public record VideoOptions(
        int streamIndex,
        int decodeThreads,
        BooleanSupplier cancelled,
        IndexStore indexStore,
        int prefetchFrames,
        GpuOptions gpu) {

    /**
     * Best stream, on a GPU where there is one that can, one thread on the CPU, never cancelled, indices kept by each video for
     * itself, nothing prefetched.
     */
    public static final VideoOptions DEFAULT =
            new VideoOptions(-1, 1, () -> false, IndexStore.NONE, 0, GpuOptions.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is below its least value
     */
    public VideoOptions {
        if (streamIndex < -1) {
            throw new IllegalArgumentException("Stream index is -1 (best) or more, not " + streamIndex);
        }
        if (decodeThreads < 1) {
            throw new IllegalArgumentException("Decode threads are at least 1, not " + decodeThreads);
        }
        if (prefetchFrames < 0) {
            throw new IllegalArgumentException("Frames to prefetch are 0 (none) or more, not " + prefetchFrames);
        }
        Objects.requireNonNull(cancelled, "cancelled");
        Objects.requireNonNull(indexStore, "indexStore");
        Objects.requireNonNull(gpu, "gpu");
    }

    /** The rest as in {@link #DEFAULT}. */
    public VideoOptions(int streamIndex, int decodeThreads, BooleanSupplier cancelled) {
        this(streamIndex, decodeThreads, cancelled, IndexStore.NONE, 0, GpuOptions.DEFAULT);
    }

    /** The same with another stream. */
    public VideoOptions withStreamIndex(int other) {
        return new VideoOptions(other, decodeThreads, cancelled, indexStore, prefetchFrames, gpu);
    }

    /** The same with another number of threads. */
    public VideoOptions withDecodeThreads(int other) {
        return new VideoOptions(streamIndex, other, cancelled, indexStore, prefetchFrames, gpu);
    }

    /** The same with another way to be cancelled. */
    public VideoOptions withCancelled(BooleanSupplier other) {
        return new VideoOptions(streamIndex, decodeThreads, other, indexStore, prefetchFrames, gpu);
    }

    /** The same with another store of indices. */
    public VideoOptions withIndexStore(IndexStore other) {
        return new VideoOptions(streamIndex, decodeThreads, cancelled, other, prefetchFrames, gpu);
    }

    /** The same with another number of frames that are decoded ahead. */
    public VideoOptions withPrefetchFrames(int other) {
        return new VideoOptions(streamIndex, decodeThreads, cancelled, indexStore, other, gpu);
    }

    /** The same with other wishes for GPUs. */
    public VideoOptions withGpu(GpuOptions other) {
        return new VideoOptions(streamIndex, decodeThreads, cancelled, indexStore, prefetchFrames, other);
    }

    /** The same on another device. */
    public VideoOptions withDevice(Device other) {
        return withGpu(gpu.withDevice(other));
    }
}
