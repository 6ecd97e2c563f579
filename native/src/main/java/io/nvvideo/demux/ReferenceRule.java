package io.nvvideo.demux;

import java.nio.ByteBuffer;

/** A codec's way to tell by its bytes whether a packet is of use to any other. */
interface ReferenceRule {
    /** For codecs of whose packets nothing is known. */
    ReferenceRule ALL_ARE_REFERENCES = packet -> false;

    /**
     * Whether the packet can be left out without any change to what all other packets are decoded to. False in doubt. To be
     * asked in decode order: packets can carry headers that others are to be read by.
     */
    boolean isDisposable(ByteBuffer packet);

    /** Whether {@link #kept} can tell anything. */
    default boolean tellsKept() {
        return false;
    }

    /** Which pictures the one in a packet keeps; null if that cannot be told. To be asked right after {@link #isDisposable}. */
    default KeptPictures kept(ByteBuffer packet) {
        return null;
    }

    /** Decoding begins again with a decoder that has seen nothing. Headers stay known: the decoder keeps them too. */
    default void restart() {}
}
