package io.nvvideo.spark.read;

import io.nvvideo.GpuOptions;
import io.nvvideo.image.Output;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;

/** The options of reads that choose nothing. */
public final class TestReadOptions {
    /** The selection of a read that chooses none. */
    public static final Selection.Sampled EVERY_FRAME = new Selection.Sampled(new Sampler.All(), Window.ALL);

    private TestReadOptions() {}

    /** Every frame or video as RGB, on one thread, nothing prefetched, the first failure thrown. */
    public static ReadOptions of(ViewName view, boolean asImage, long maxBatchBytes, int maxBatchRows) {
        return new ReadOptions(
                view,
                Output.RGB,
                asImage,
                -1,
                EVERY_FRAME,
                1,
                GpuOptions.DEFAULT,
                0,
                maxBatchBytes,
                maxBatchRows,
                ReadMode.FAILFAST,
                false,
                false);
    }
}
