package io.nvvideo.select;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that look random and follow from a seed, a video and a frame alone, so that every machine, every split and every
 * version of this library draws the same frames.
 *
 * <p>The definition, which never changes: with {@code g = 0x9e3779b97f4a7c15} and all arithmetic modulo 2^64,
 *
 * <pre>{@code
 * key  = mix(mix(seed + g) ^ fnv1a(identity as UTF-8))
 * hash = mix(key + g * (number + 1))
 * unit = (hash >>> 11) / 2^53
 * }</pre>
 *
 * <p>where {@code mix} is the finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014, with D. Stafford's variant 13 of the constants, as in {@code java.util.SplittableRandom}) and
 * {@code fnv1a} the 64-bit FNV-1a hash of G. Fowler, L. C. Noll and K.-P. Vo. Hashes are ordered as unsigned numbers.
 */
public final class FrameHash {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT_53 = 0x1.0p-53;

    private FrameHash() {}

    /** What a seed and a video contribute; the same for all of its frames. */
    public static long key(long seed, String identity) {
        long text = FNV_OFFSET;
        for (byte b : identity.getBytes(StandardCharsets.UTF_8)) {
            text = (text ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(mix(seed + GOLDEN_GAMMA) ^ text);
    }

    /** The hash of a frame of the video that the key is made for. */
    public static long of(long key, long number) {
        return mix(key + GOLDEN_GAMMA * (number + 1));
    }

    /** The hash of a frame. */
    public static long of(long seed, String identity, long number) {
        return of(key(seed, identity), number);
    }

    /** The hash of a frame as a number in [0, 1), evenly spread: below p for a share p of all frames. */
    public static double unit(long seed, String identity, long number) {
        return (of(seed, identity, number) >>> 11) * UNIT_53;
    }

    private static long mix(long z) {
        long y = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long x = (y ^ y >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }
}
