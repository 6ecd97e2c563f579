package io.nvvideo.ffmpeg;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many native structures (containers, inputs, decoders, parsers, converters, packets) are held by objects that have not
 * been closed. FFmpeg's memory belongs to them and to nothing else, so that zero means none is left.
 */
public final class NativeObjects {
    private static final AtomicLong COUNT = new AtomicLong();

    private NativeObjects() {}

    /** One more; to be called when a native structure was allocated. */
    public static void opened() {
        COUNT.incrementAndGet();
    }

    /** One less; to be called when it was freed. */
    public static void closed() {
        COUNT.decrementAndGet();
    }

    /** How many are open in this JVM. */
    public static long count() {
        return COUNT.get();
    }
}
