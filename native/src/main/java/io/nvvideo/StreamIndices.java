package io.nvvideo;

import io.nvvideo.demux.PacketScanner;
import io.nvvideo.io.ByteSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** The indices of the streams of one source, each made when it is asked for. */
final class StreamIndices {
    /** Streams that are listed each when it is asked for. */
    private static final int LISTED_BY_THEMSELVES = 2;

    private final ByteSource source;
    private final VideoOptions options;
    private final Supplier<List<Integer>> videoStreams;
    private final IntPredicate reorders;
    private final Object inUse;
    private final Map<Integer, PacketScanner.Result> scans = new HashMap<>();
    private long nanos;

    /**
     * @param videoStreams the indices of all video streams
     * @param reorders whether pictures of a stream may be shown in another order than they are decoded in
     * @param inUse held while the source is read
     */
    StreamIndices(
            ByteSource source,
            VideoOptions options,
            Supplier<List<Integer>> videoStreams,
            IntPredicate reorders,
            Object inUse) {
        this.source = source;
        this.options = options;
        this.videoStreams = videoStreams;
        this.reorders = reorders;
        this.inUse = inUse;
    }

    /** Whether {@link #of} reads nothing. */
    boolean has(int streamIndex) {
        return scans.containsKey(streamIndex);
    }

    PacketScanner.Result of(int streamIndex) {
        PacketScanner.Result known = scans.get(streamIndex);
        if (known != null) {
            return known;
        }
        PacketScanner.Result scan = options.indexStore().get(streamIndex, () -> {
            synchronized (inUse) {
                return list(streamIndex);
            }
        });
        scans.put(streamIndex, scan);
        return scan;
    }

    private PacketScanner.Result list(int streamIndex) {
        if (scans.size() >= LISTED_BY_THEMSELVES && videoStreams.get().contains(streamIndex)) {
            listTheOthers();
            return scans.get(streamIndex);
        }
        long start = System.nanoTime();
        PacketScanner.Result scan =
                PacketScanner.scan(source, streamIndex, () -> reorders.test(streamIndex), options.cancelled());
        nanos += System.nanoTime() - start;
        return scan;
    }

    /** Who asks for so many streams asks for all: one reading is enough for them. */
    private void listTheOthers() {
        long start = System.nanoTime();
        List<Integer> others = new ArrayList<>(videoStreams.get());
        others.removeAll(scans.keySet());
        scans.putAll(PacketScanner.scanAll(source, others, reorders, options.cancelled()));
        nanos += System.nanoTime() - start;
    }

    /** Nanoseconds spent in listing packets. */
    long nanos() {
        return nanos;
    }
}
