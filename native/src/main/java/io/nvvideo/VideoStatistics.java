package io.nvvideo;

import io.nvvideo.decode.GpuStatistics;

/**
 * What reading a video has cost so far.
 *
 * @param framesDecoded pictures that came out of the decoder, wanted or not
 * @param bytesRead bytes read from the source
 * @param decodeNanos nanoseconds spent in indexing, demuxing and decoding, reading included
 * @param convertNanos nanoseconds spent in making pixels
 * @param framesSkipped pictures between wanted ones that were not decoded, because nobody wants them and no other needs them
 * @param gpu what GPUs have done of it
 */
public record VideoStatistics(
        long framesDecoded,
        long bytesRead,
        long decodeNanos,
        long convertNanos,
        long framesSkipped,
        GpuStatistics gpu) {

    /** Nothing was read. */
    public static final VideoStatistics NONE = new VideoStatistics(0, 0, 0, 0, 0, GpuStatistics.NONE);

    /** Both together. */
    public VideoStatistics plus(VideoStatistics other) {
        return new VideoStatistics(
                framesDecoded + other.framesDecoded,
                bytesRead + other.bytesRead,
                decodeNanos + other.decodeNanos,
                convertNanos + other.convertNanos,
                framesSkipped + other.framesSkipped,
                gpu.plus(other.gpu));
    }
}
