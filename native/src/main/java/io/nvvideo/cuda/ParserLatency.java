package io.nvvideo.cuda;

/**
 * How soon the parser lets pictures go.
 *
 * @param displayDelay pictures that it may hold back beyond what their order needs, so that the next ones are decoded meanwhile
 * @param wholePackets whether every packet ends a picture, so that it is decoded without waiting for the packet behind it
 */
public record ParserLatency(int displayDelay, boolean wholePackets) {
    /** One picture ahead, as NVIDIA's own samples have it (NvDecoder.cpp, {@code ulMaxDisplayDelay}). */
    public static final ParserLatency NATIVE = new ParserLatency(1, false);

    /** At once. */
    public static final ParserLatency LOW = new ParserLatency(0, true);
}
