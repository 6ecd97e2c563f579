package io.nvvideo.read;

import io.nvvideo.decode.DecoderStatistics;

/**
 * What reading frames of a stream has cost so far.
 *
 * @param bytesRead bytes read from the source, by whomever
 * @param nanos time spent in demuxing and decoding, reading included
 * @param framesSkipped pictures between wanted ones that were not decoded
 * @param decoder what the decoder has done
 */
public record ReadingCosts(long bytesRead, long nanos, long framesSkipped, DecoderStatistics decoder) {}
