package io.nvvideo.spark.read;

import io.nvvideo.GpuOptions;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.io.Serializable;

/**
 * What to read and how: the options of a read as checked values, sent to executors.
 *
 * @param view rows and columns
 * @param output what the pixels are
 * @param asImage whether they come in a struct as Spark's ImageSchema has it; {@code output} is then 8-bit BGR
 * @param streamIndex the video stream by its index in the container; -1 for the one that FFmpeg would choose
 * @param selection which frames; for the frames view only
 * @param decodeThreads threads of each decoder
 * @param gpu whether and how GPUs decode
 * @param prefetchFrames frames that are decoded ahead on a thread of their own; 0 for none
 * @param maxBatchBytes pixels that a batch holds at most, unless a single frame is larger
 * @param maxBatchRows rows that a batch holds at most
 * @param mode what becomes of what cannot be read
 * @param ignoreCorruptFiles whether a file that cannot be read is left where the damage begins
 * @param ignoreMissingFiles whether a file that has vanished since it was listed is passed over
 */
public record ReadOptions(
        ViewName view,
        Output output,
        boolean asImage,
        int streamIndex,
        Selection.Sampled selection,
        int decodeThreads,
        GpuOptions gpu,
        int prefetchFrames,
        long maxBatchBytes,
        int maxBatchRows,
        ReadMode mode,
        boolean ignoreCorruptFiles,
        boolean ignoreMissingFiles)
        implements Serializable {

    /** The same on the GPU that a scheduler gave. */
    ReadOptions withTaskGpu(String name) {
        return new ReadOptions(
                view,
                output,
                asImage,
                streamIndex,
                selection,
                decodeThreads,
                gpu.withTaskGpu(name),
                prefetchFrames,
                maxBatchBytes,
                maxBatchRows,
                mode,
                ignoreCorruptFiles,
                ignoreMissingFiles);
    }
}
