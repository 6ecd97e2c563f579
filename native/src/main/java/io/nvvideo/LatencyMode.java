package io.nvvideo;

/** How soon a GPU's decoder gives pictures out; the pictures are the same. */
public enum LatencyMode {
    /** When the next packet shows that a picture is complete; one more is with the hardware by then, so that it never waits. */
    NATIVE,
    /** With the picture's own packet, as soon as the order of presentation allows it. */
    LOW,
    /** As {@link #LOW}; as soon as it is decoded in H.264 and HEVC whose index shows that no picture is reordered. */
    ZERO
}
