package io.nvvideo.spark.read;

import io.nvvideo.VideoException;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be told of the failures in a split of a file: one text for each part of the file that has any, which is the same
 * however the file is cut.
 */
final class Failures {
    private final SortedMap<Long, VideoException> first = new TreeMap<>();
    private Iterator<VideoException> telling;

    /**
     * Another failure. Of a part that has failed before, nothing new is said.
     *
     * @param part what {@link FileRows#partOf} says of it
     */
    void add(long part, VideoException failure) {
        VideoException known = first.get(part);
        if (known == null || failure.frame() >= 0 && failure.frame() < known.frame()) {
            first.put(part, failure);
        }
    }

    /** The next text, in the order of the parts; null at the end. */
    String next() {
        if (telling == null) {
            telling = first.values().iterator();
        }
        return telling.hasNext() ? telling.next().getMessage() : null;
    }

    /** How many texts there are. */
    int count() {
        return first.size();
    }
}
