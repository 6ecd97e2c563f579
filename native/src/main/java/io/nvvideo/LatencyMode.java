package io.nvvideo;

/** How soon a GPU's decoder gives pictures out; the pictures are the same. */
public enum LatencyMode {
    /** When the next packet shows that a picture is complete, and one more is given to the hardware, which so never waits. */
    NATIVE,
    /** With its own packet, as soon as the order of pictures allows it. */
    LOW,
    /** As {@code LOW}; of H.264 and HEVC whose index shows that no picture is reordered, as soon as each is decoded. */
    ZERO
}
