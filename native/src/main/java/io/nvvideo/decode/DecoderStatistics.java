package io.nvvideo.decode;

/**
 * What a decoder has done so far.
 *
 * @param pictures that came out, wanted or not
 * @param convertNanos time spent in making pixels
 * @param gpu what of it a GPU has done
 */
public record DecoderStatistics(long pictures, long convertNanos, GpuStatistics gpu) {
    /** Of who has done nothing. */
    public static final DecoderStatistics NONE = new DecoderStatistics(0, 0, GpuStatistics.NONE);
}
