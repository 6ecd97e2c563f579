package io.nvvideo.demux;

/**
 * Which pictures a picture's header keeps for it and for those behind it: all others before it in decode order are of no use to
 * anyone any more. Pictures are known by their order of output, which counts from the last picture that resets it.
 *
 * @param order of this picture
 * @param kept orders of the pictures that are kept
 * @param resets whether the order of the pictures behind it has nothing to do with those before it
 * @param carriesOrder whether a decoder tells the order of the pictures behind it by this one's
 * @param orderReach a decoder tells the order of a picture only if it is less than this from the one that it tells it by
 * @param alone whether nothing in the packet is of use to others but the picture itself
 */
public record KeptPictures(
        long order, long[] kept, boolean resets, boolean carriesOrder, long orderReach, boolean alone) {
    /** Whether a picture with that order is kept. */
    public boolean keeps(long other) {
        for (long each : kept) {
            if (each == other) {
                return true;
            }
        }
        return false;
    }
}
