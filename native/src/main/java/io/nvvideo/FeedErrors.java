package io.nvvideo;

import io.nvvideo.VideoException.Code;

/** What a feed that can be read only once cannot give. */
final class FeedErrors {
    private FeedErrors() {}

    static VideoException notIndexed(String name) {
        return new VideoException(
                Code.INVALID_ARGUMENT,
                "Cannot index " + name
                        + ": it is a feed, which can be read only once. Read its frames in sequence with"
                        + " Selection.all(), or read the feed into memory first.");
    }

    static VideoException notSelected(String name) {
        return new VideoException(
                Code.INVALID_ARGUMENT,
                "Cannot select frames of " + name + ": it is a feed, which can be read only once and in sequence."
                        + " Read the feed into memory first.");
    }
}
