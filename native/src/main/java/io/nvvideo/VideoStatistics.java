package io.nvvideo;

/**
 * What reading a video has cost so far.
 *
 * @param framesDecoded pictures that came out of the decoder, wanted or not
 * @param bytesRead bytes read from the source
 * @param decodeNanos time spent in demuxing and decoding, reading included
 * @param convertNanos time spent in making pixels
 * @param framesSkipped pictures between wanted ones that were not decoded, because nobody wants them and no other needs them
 */
public record VideoStatistics(
        long framesDecoded, long bytesRead, long decodeNanos, long convertNanos, long framesSkipped) {

    /** With no picture skipped. */
    public VideoStatistics(long framesDecoded, long bytesRead, long decodeNanos, long convertNanos) {
        this(framesDecoded, bytesRead, decodeNanos, convertNanos, 0);
    }
}
