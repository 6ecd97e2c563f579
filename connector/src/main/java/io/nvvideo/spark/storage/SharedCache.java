package io.nvvideo.spark.storage;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Values that several tasks want, bounded in bytes; the one that was used longest ago goes first. What several want at once
 * is loaded by one of them, on its own thread, and the others wait. A load that fails or is cancelled fails for the task
 * that did it, and the next one tries. Safe for use by several threads.
 *
 * <p>Not Guava's cache: there, a failure reaches everyone who waits, and waiting cannot be interrupted.
 */
public final class SharedCache<K, V> {
    /** How often those who wait look whether they are cancelled. */
    private static final long LOOK_MILLIS = 50;

    /** A load that is going on, or has ended; guarded by the cache. */
    private static final class Load<V> {
        /** Null until the load has succeeded. */
        V value;

        boolean ended;
    }

    private final long maxBytes;
    private final ToLongFunction<V> sizeInBytes;
    /** The one used longest ago comes first. */
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<K, Load<V>> loads = new HashMap<>();
    private long bytes;

    /** An empty cache. */
    SharedCache(long maxBytes, ToLongFunction<V> sizeInBytes) {
        this.maxBytes = maxBytes;
        this.sizeInBytes = sizeInBytes;
    }

    /**
     * The value of a key, loaded if nobody else has loaded it or is about to.
     *
     * @param cancelled asked while somebody else loads
     * @param load gives the value; what it throws is thrown here, and nowhere else
     * @throws VideoException CANCELLED if the task is cancelled while it waits for somebody else
     */
    V get(K key, BooleanSupplier cancelled, Supplier<V> load) {
        Load<V> own;
        synchronized (this) {
            for (Load<V> other = loads.get(key); other != null; other = loads.get(key)) {
                await(other, cancelled);
                if (other.value != null) {
                    return other.value;
                }
            }
            V known = values.get(key);
            if (known != null) {
                return known;
            }
            own = new Load<>();
            loads.put(key, own);
        }
        V value = null;
        try {
            value = load.get();
            return value;
        } finally {
            end(key, own, value);
        }
    }

    /** Bytes of all values that are kept. */
    synchronized long sizeInBytes() {
        return bytes;
    }

    private void await(Load<V> other, BooleanSupplier cancelled) {
        while (!other.ended) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            }
            if (cancelled.getAsBoolean()) {
                throw cancelled();
            }
        }
    }

    private static VideoException cancelled() {
        return new VideoException(
                Code.CANCELLED, "Cannot wait for the index that another task makes: the task was cancelled.");
    }

    private synchronized void end(K key, Load<V> own, V value) {
        own.value = value;
        own.ended = true;
        loads.remove(key);
        notifyAll();
        long size = value == null ? 0 : sizeInBytes.applyAsLong(value);
        if (value == null || size > maxBytes) {
            return;
        }
        values.put(key, value);
        bytes += size;
        for (Iterator<V> oldest = values.values().iterator(); bytes > maxBytes; ) {
            bytes -= sizeInBytes.applyAsLong(oldest.next());
            oldest.remove();
        }
    }
}
