package io.nvvideo.cuda;

/** When the parser takes a picture for complete, and when it hands out one that is due. */
public enum ParserLatency {
    /**
     * Complete when the packet behind it comes, as the bytes of a stream alone tell; handed out when one more has been given to
     * the decoder, so that the hardware decodes that one while this one is taken. Who stops reading when he has what he wants
     * has had that one more decoded; the end of the stream and other headers hand out what is left without it.
     */
    NATIVE,
    /** Complete with its own packet, which has to hold a whole picture or field; handed out as soon as it is due. */
    LOW;

    /**
     * What NVIDIA's own decoder has unless low latency is asked for (NvDecoder.cpp, Video Codec SDK and PyNvVideoCodec);
     * nvcuvid.h recommends 2 to 4, at a surface each.
     */
    private static final int OVERLAPPED = 1;

    /**
     * How many further pictures are given to the decoder before one that is due is handed out. Not the parser's
     * {@code ulMaxDisplayDelay}: what that holds back it hands out behind the next sequence too (seen of driver 535 when all
     * but the size changes), and shows no frame of VP9 again in its place.
     */
    public int heldBack() {
        return this == NATIVE ? OVERLAPPED : 0;
    }
}
