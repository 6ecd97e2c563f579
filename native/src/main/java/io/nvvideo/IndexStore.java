package io.nvvideo;

import io.nvvideo.demux.PacketScanner;
import java.util.function.Supplier;

/**
 * Keeps the indices of one file, so that those who read parts of it one after the other or at the same time need not list its
 * packets each. A store is for one file with one content: whoever opens the videos has to know that it is the same. Used by
 * several threads if the videos that share it are.
 */
@FunctionalInterface
public interface IndexStore {
    /** Keeps nothing. */
    IndexStore NONE = (streamIndex, scan) -> scan.get();

    /**
     * The index of a stream, kept or made now.
     *
     * @param streamIndex index of the stream in the container
     * @param scan makes it, on the calling thread; what it throws is to be passed on and not to be kept
     * @return what an earlier scan of the same stream of the same file gave, or what {@code scan} gives
     */
    PacketScanner.Result get(int streamIndex, Supplier<PacketScanner.Result> scan);
}
