package io.nvvideo.spark.storage;

import io.nvvideo.IndexStore;
import io.nvvideo.demux.PacketScanner;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The indices that an executor has made lately: the splits of a file, and the next query, need not make them again. Bounded
 * in bytes, never by a setting: an index has some 60 bytes for each frame, an hour of video some 6 MB.
 */
public final class IndexCache {
    private static final long MAX_BYTES = 256L << 20;
    private static final int SHARE_OF_HEAP = 16;

    /** Key, entry of the map and list of what was used when, in round numbers. */
    private static final long ENTRY_BYTES = 500;

    /** That of this JVM. */
    public static final IndexCache OF_EXECUTOR =
            new IndexCache(Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));

    /** One content of one file, as far as a store can tell. */
    private record Key(String path, long length, long modificationMillis, int streamIndex) {}

    private final SharedCache<Key, PacketScanner.Result> indices;

    /** A cache of its own, for tests. */
    IndexCache(long maxBytes) {
        this.indices = new SharedCache<>(maxBytes, result -> result.index().sizeInBytes() + ENTRY_BYTES);
    }

    /**
     * Where the indices of an open file are kept for others; with it, it is counted how many it had from others.
     *
     * @param cancelled asked while another task makes the index
     */
    public OfFile of(HadoopByteSource source, BooleanSupplier cancelled) {
        return new OfFile(source.name(), source.length(), source.modificationMillis(), cancelled);
    }

    /** Bytes of all indices that are kept, about. */
    long sizeInBytes() {
        return indices.sizeInBytes();
    }

    /** The indices of one file for one task. */
    public final class OfFile implements IndexStore {
        private final String path;
        private final long length;
        private final long modificationMillis;
        private final BooleanSupplier cancelled;
        private long hits;

        private OfFile(String path, long length, long modificationMillis, BooleanSupplier cancelled) {
            this.path = path;
            this.length = length;
            this.modificationMillis = modificationMillis;
            this.cancelled = cancelled;
        }

        @Override
        public PacketScanner.Result get(int streamIndex, Supplier<PacketScanner.Result> scan) {
            if (modificationMillis <= 0) {
                // Nothing tells this content from another one of the same length.
                return scan.get();
            }
            boolean[] made = {false};
            PacketScanner.Result result =
                    indices.get(new Key(path, length, modificationMillis, streamIndex), cancelled, () -> {
                        made[0] = true;
                        return scan.get();
                    });
            hits += made[0] ? 0 : 1;
            return result;
        }

        /** How many indices somebody else had made. */
        public long hits() {
            return hits;
        }
    }
}
