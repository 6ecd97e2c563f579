package io.nvvideo.cuda;

/** When the parser takes a picture for complete. None is held back for longer than the order of pictures needs. */
public enum ParserLatency {
    /** When the packet behind it comes, as the bytes of a stream alone tell. */
    NATIVE,
    /** With its own packet, which has to hold a whole picture or field. */
    LOW
}
