package io.nvvideo;

/** How soon a GPU's decoder gives pictures out; the pictures are the same. */
public enum LatencyMode {
    /** One picture late, so that the next one is decoded while one is converted: the fastest over many. */
    NATIVE,
    /** As soon as the order of pictures allows it. */
    LOW,
    /** As {@code LOW}; of streams that say that they never reorder pictures, as soon as each is decoded. */
    ZERO
}
