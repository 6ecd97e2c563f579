package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.ParserLatency;
import java.util.function.BooleanSupplier;

/**
 * How a stream is decoded on a GPU.
 *
 * @param maxWidth sessions are made at least this large, in pixels; 0: no wish
 * @param maxHeight sessions are made at least this large, in pixels; 0: no wish
 * @param latency how soon pictures come
 * @param inDecodeOrder whether pictures come as soon as they are decoded; only for streams that never reorder any
 * @param cancelled asked while a session is waited for
 */
public record StreamOptions(
        int maxWidth, int maxHeight, ParserLatency latency, boolean inDecodeOrder, BooleanSupplier cancelled) {

    /** No wishes, never cancelled. */
    public static final StreamOptions DEFAULT = new StreamOptions(0, 0, ParserLatency.NATIVE, false, () -> false);
}
