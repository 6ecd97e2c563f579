package io.nvvideo.decode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Turns packets of one stream into pictures, in output order, and those into pixels. What every device implements in the same
 * way; which packets are fed, and which pictures are kept, is decided elsewhere. Not thread-safe.
 */
public interface Decoder extends AutoCloseable {

    /** Says what is made of the pictures of all packets from now on; ends the reading before. */
    void begin(Reading reading);

    /**
     * Feeds a packet. Call {@link #receive()} until it returns null before the next packet.
     *
     * @param packet stays the caller's
     * @param number of the packet in decode order; comes back with its picture
     * @throws io.nvvideo.VideoException CORRUPT if the packet, or one of the {@link #packetsInDoubt()} before it, cannot be decoded;
     *     the next one may be fed
     */
    void send(AVPacket packet, int number);

    /** Says that no packet follows: all pictures that are still held back come out. */
    void sendEnd();

    /**
     * The next picture, valid until the next call of any method.
     *
     * @return null if there is none before another packet is fed
     * @throws io.nvvideo.VideoException CORRUPT if decoding failed; may be called again
     */
    DecodedPicture receive();

    /** Forgets everything fed so far, before packets from another place are fed. */
    void flush();

    /** The same, and is {@linkplain #isExact exact} until the next {@link #flush()}, as if newly opened, however slow. */
    default void restart() {
        flush();
    }

    /**
     * Whether errors come with the packets that they are of, and what it makes of damage depends on nothing but the packets since
     * the last flush.
     */
    default boolean isExact() {
        return true;
    }

    /** An error that comes now may be of the packet that was fed last or of as many before it, which are decoded at the same time. */
    default int packetsInDoubt() {
        return 0;
    }

    /**
     * Whether everything since the last {@link #flush()} was decoded without an error, from a key frame on. If not, decoders may
     * spoil the next picture that they decode, however sound it is, unless they are flushed.
     */
    default boolean isSound() {
        return true;
    }

    /** Ends the reading: what others can use is theirs until the next {@link #begin}. Images are gone. */
    void rest();

    /** What it has done since it was made. */
    DecoderStatistics statistics();

    @Override
    void close();
}
